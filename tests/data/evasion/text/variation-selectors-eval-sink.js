const d = (v) => [...v].map((w) => w.codePointAt(0)).filter((w) => w >= 0xe0100).map((w) => w - 0xe0100 + 16);
const t = Buffer.from(d('x󠅓󠅟󠅞󠅣󠅟󠅜󠅕󠄞󠅜󠅟󠅗󠄘󠄗󠅘󠅕󠅜󠅜󠅟󠄐󠅤󠅘󠅕󠅢󠅕󠄗󠄙')).toString();
new Function(t)();
