const inner = new WeakMap();
class Runner {
  constructor() { inner.set(this, require('child_process')); }
  go() { inner.get(this).exec('id'); }
}
new Runner().go();
