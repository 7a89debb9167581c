const PREFIX = /^log_/i;

function typed(text) {
  switch (text.toLowerCase()) {
    case 'true': case 'on': case 'yes': return true;
    case 'false': case 'off': case 'no': return false;
    default: return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  }
}

exports.options = {};
for (const name of Object.keys(process.env)) {
  if (!PREFIX.test(name)) continue;
  exports.options[name.replace(PREFIX, '').toLowerCase()] = typed(process.env[name]);
}
