const deps = new WeakMap();
let active;
exports.reactive = (target) => new Proxy(target, {
  get(t, k, r) {
    if (active) {
      let m = deps.get(t);
      if (!m) deps.set(t, (m = new Map()));
      if (!m.has(k)) m.set(k, new Set());
      m.get(k).add(active);
    }
    return Reflect.get(t, k, r);
  },
  set(t, k, v, r) {
    const ok = Reflect.set(t, k, v, r);
    const m = deps.get(t);
    if (m && m.has(k)) for (const f of m.get(k)) f();
    return ok;
  },
});
exports.effect = (f) => { active = f; f(); active = null; };
