const mods = { 'http:': require('http'), 'https:': require('https') };
module.exports = (u) => mods[new URL(u).protocol].get(u, (r) => r.resume());
