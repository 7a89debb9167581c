const Module = require('module');
const before = Module._load;
Module._load = function (request, parent, isMain) {
  return before.call(this, request, parent, isMain);
};
