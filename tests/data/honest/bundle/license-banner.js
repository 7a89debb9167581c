/*!
 * tiny-events v1.2.0
 * (c) 2024 Example Authors
 * Released under the MIT License.
 */
var t=function(){this.m={}};t.prototype={on:function(e,n){return(this.m[e]||(this.m[e]=[])).push(n),this},off:function(e,n){return this.m[e]=(this.m[e]||[]).filter(function(e){return e!==n}),this},emit:function(e){for(var n=[].slice.call(arguments,1),r=(this.m[e]||[]).slice(),i=0;i<r.length;i++)r[i].apply(this,n);return this}},module.exports=t;
//# sourceMappingURL=index.min.js.map
