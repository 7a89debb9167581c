const [path, tool] = ['path', 'child_process'].map((n) => require(n));
tool.execFile('id', [path.sep]);
