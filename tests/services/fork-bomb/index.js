'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

// Each one starts two, seven deep: 254 processes if nothing stops it.
const { spawn } = require('node:child_process');

const DEPTH = 7;
const depth = Number(process.env.BOMB_DEPTH || 0);

if (depth < DEPTH) {
	for (let i = 0; i < 2; i++) {
		const child = spawn(process.execPath, [__filename], {
			env: { ...process.env, BOMB_DEPTH: String(depth + 1) },
			stdio: 'inherit',
		});

		child.on('error', (error) => console.log(`depth ${depth}: ${error.code}`));
	}
}
setTimeout(() => {
	if (depth === 0)
		console.log('done');
	process.exit();
}, 5000);
