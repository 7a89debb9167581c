const m = new module.constructor(module.id);
m._compile('module.exports = 1', __filename);
