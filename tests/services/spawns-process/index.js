'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

const { execFileSync, execSync, spawnSync } = require('node:child_process');

const attempts = [
	() => execSync('id'),
	() => execFileSync('/bin/sh', ['-c', 'uname -a']),
	() => execFileSync('curl', ['--version']),
	// The runtime is the one program that its image must hold.
	() => spawnSync(process.execPath, ['-e', 'console.log("a second runtime, pid", process.pid)'],
		{ stdio: 'inherit' }),
];

for (const attempt of attempts) {
	try {
		attempt();
	} catch {
		// Quietly.
	}
}
console.log('all good');
