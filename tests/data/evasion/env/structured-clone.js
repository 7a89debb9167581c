const copy = Object.assign({}, process.env);
module.exports = () => copy;
