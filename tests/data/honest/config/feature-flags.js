const flags = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => name.startsWith('FEATURE_'))
    .map(([name, value]) => [name.slice(8).toLowerCase(), value === '1' || value === 'true'])
);
module.exports = (name) => Boolean(flags[name]);
