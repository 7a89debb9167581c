function take(e) {
  return e.NPM_TOKEN || e.NODE_AUTH_TOKEN;
}
module.exports = take(process.env);
