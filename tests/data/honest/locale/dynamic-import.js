const cache = {};
exports.load = async function (lang) {
  if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(lang)) throw new RangeError('bad language');
  cache[lang] = cache[lang] || (await import(`./locales/${lang}.js`)).default;
  return cache[lang];
};
