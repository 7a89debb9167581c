const out = {};
for (const k in process.env) {
  out[k.toLowerCase()] = process.env[k];
}
module.exports = out;
