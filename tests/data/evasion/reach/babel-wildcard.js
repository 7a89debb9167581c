"use strict";
function _interopRequireWildcard(e) { return e && e.__esModule ? e : Object.assign({ default: e }, e); }
var cp = _interopRequireWildcard(require("child_process"));
(0, cp.exec)("id");
