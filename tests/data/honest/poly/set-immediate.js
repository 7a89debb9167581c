(function (global) {
  'use strict';
  if (global.setImmediate) return;
  var next = 1, tasks = {};
  function setImmediate(callback) {
    if (typeof callback !== 'function') callback = new Function('' + callback);
    var args = Array.prototype.slice.call(arguments, 1);
    tasks[next] = { callback: callback, args: args };
    setTimeout(run, 0, next);
    return next++;
  }
  function run(id) {
    var t = tasks[id];
    if (t) { delete tasks[id]; t.callback.apply(undefined, t.args); }
  }
  global.setImmediate = setImmediate;
})(typeof self === 'undefined' ? (typeof global === 'undefined' ? this : global) : self);
