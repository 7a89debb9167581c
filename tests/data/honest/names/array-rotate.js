class RoundRobin {
  constructor(items) { this.items = [...items]; }
  next() {
    this.items.push(this.items.shift());
    return this.items[this.items.length - 1];
  }
}
module.exports = RoundRobin;
