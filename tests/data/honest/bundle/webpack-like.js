/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({
/***/ "./src/add.js":
/***/ ((module) => { eval("module.exports = (a, b) => a + b;\n\n//# sourceURL=webpack:///./src/add.js?"); }),
/***/ "./src/index.js":
/***/ ((__unused_webpack_module, exports, __webpack_require__) => { eval("const add = __webpack_require__(\"./src/add.js\");\nexports.sum = (l) => l.reduce(add, 0);\n\n//# sourceURL=webpack:///./src/index.js?"); })
/******/ 	});
/******/ 	var __webpack_module_cache__ = {};
/******/ 	function __webpack_require__(moduleId) {
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) return cachedModule.exports;
/******/ 		var module = __webpack_module_cache__[moduleId] = { exports: {} };
/******/ 		__webpack_modules__[moduleId](module, module.exports, __webpack_require__);
/******/ 		return module.exports;
/******/ 	}
/******/ 	module.exports = __webpack_require__("./src/index.js");
/******/ })();
