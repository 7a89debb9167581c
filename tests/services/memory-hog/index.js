'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

const MAX_MIB = 1024, STEP_MIB = 8;
const held = [];

for (let mib = STEP_MIB; mib <= MAX_MIB; mib += STEP_MIB) {
	held.push(Buffer.alloc(STEP_MIB << 20, 0xa5));
	console.log(`holding ${mib} MiB`);
}
console.log(`held ${held.length} blocks, and nobody stopped it`);
