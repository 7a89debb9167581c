class Settings {
  get all() { return process.env; }
  read(n) { return this.all[n]; }
}
console.log(new Settings().read('AWS_SESSION_TOKEN'));
