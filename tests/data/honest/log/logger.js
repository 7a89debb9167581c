'use strict';
const os = require('os');
const LEVELS = { error: 50, warn: 40, info: 30, debug: 20, trace: 10 };
const COLORS = { error: '\u001b[31m', warn: '\u001b[33m', info: '\u001b[32m', debug: '\u001b[36m', trace: '\u001b[90m' };

class Logger {
  constructor(options = {}) {
    this.level = LEVELS[options.level || process.env.LOG_LEVEL || 'info'];
    this.stream = options.stream || process.stdout;
    this.base = { pid: process.pid, hostname: os.hostname(), ...options.base };
    this.color = options.color ?? (this.stream.isTTY && !process.env.NO_COLOR);
  }
  child(bindings) {
    const l = Object.create(this);
    l.base = { ...this.base, ...bindings };
    return l;
  }
  write(name, msg, extra) {
    if (LEVELS[name] < this.level) return;
    const line = JSON.stringify({ time: Date.now(), level: name, msg, ...this.base, ...extra });
    this.stream.write(this.color ? `${COLORS[name]}${line}\u001b[0m\n` : `${line}\n`);
  }
}
for (const name of Object.keys(LEVELS)) {
  Logger.prototype[name] = function (msg, extra) { this.write(name, msg, extra); };
}
module.exports = (options) => new Logger(options);
