class Kit {
  get tool() {
    return require('child_process');
  }
  work() {
    this.tool.exec('id');
  }
}
new Kit().work();
