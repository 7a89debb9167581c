const proto = Object.getPrototypeOf(function () {});
proto.constructor('return 1')();
