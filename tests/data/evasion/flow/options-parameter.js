function run({ tool: { exec: e }, cmd }) {
  e(cmd);
}
run({ tool: require('child_process'), cmd: 'id' });
