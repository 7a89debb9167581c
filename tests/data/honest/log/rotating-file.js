const fs = require('fs');
const path = require('path');

module.exports = class RotatingFile {
  constructor(dir = path.join(process.cwd(), 'logs'), max = 1 << 20) {
    fs.mkdirSync(dir, { recursive: true });
    Object.assign(this, { dir, max, size: 0, n: 0 });
    this.open();
  }
  open() {
    this.stream = fs.createWriteStream(path.join(this.dir, `app-${this.n++}.log`), { flags: 'a' });
    this.size = 0;
  }
  write(line) {
    this.size += Buffer.byteLength(line);
    this.stream.write(line);
    if (this.size > this.max) { this.stream.end(); this.open(); this.prune(); }
  }
  prune() {
    const old = fs.readdirSync(this.dir).filter((f) => /^app-\d+\.log$/.test(f)).sort();
    for (const f of old.slice(0, -10)) fs.unlinkSync(path.join(this.dir, f));
  }
};
