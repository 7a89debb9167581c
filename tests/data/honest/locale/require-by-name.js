function loadLocale(name) {
  try {
    return require('./locale/' + name);
  } catch (e) {
    return require('./locale/en');
  }
}
module.exports = loadLocale;
