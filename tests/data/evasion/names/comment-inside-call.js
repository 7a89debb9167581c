const load = require;
const cp = load /* the usual */ ( /* a */ 'child_process' // b
  );
cp /* x */ . /* y */ exec /* z */ ('id');
