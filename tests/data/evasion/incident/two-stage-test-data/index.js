module.exports = function flat(list) { return [].concat.apply([], list); };
