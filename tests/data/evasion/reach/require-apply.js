const cp = require.apply(module, ['child_process']);
cp.exec.apply(cp, ['id']);
