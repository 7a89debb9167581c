const f = new Function('require', "return require('child_process').execSync('id')");
module.exports = () => f(require);
