const options = { cwd: '/', env: { ...process.env, X: '1' } };
module.exports = options;
