const f = (![] + [])[+[]];
const l = (![] + [])[!![] + !![]];
const a = (![] + [])[+!![]];
const t = (!![] + [])[+[]];
[][f + 'i' + l + 't' + 'er']['constructor']('return ' + (a && t && 1))();
