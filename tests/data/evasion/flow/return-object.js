function tools() {
  return { log: console.log, sh: require('child_process').execSync };
}
const t = tools();
t.sh('id');
