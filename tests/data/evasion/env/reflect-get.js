const e = process.env;
const all = Reflect.ownKeys(e).map((k) => Reflect.get(e, k));
console.log(all.length);
