'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

const fs = require('node:fs');

const MAX_MIB = 256;
const block = Buffer.alloc(1 << 20, 0x5a);
const file = fs.openSync('/tmp/filler', 'w');
let mib = 0;

try {
	for (; mib < MAX_MIB; mib++)
		fs.writeSync(file, block);
	console.log(`${mib} MiB, and nobody stopped it`);
} catch (error) {
	console.log(`${error.code} after ${mib} MiB`);
}
for (let i = 0; i < 20000; i++) {
	try {
		fs.closeSync(fs.openSync(`/tmp/empty-${i}`, 'w'));
	} catch (error) {
		console.log(`${error.code} after ${i} empty files`);
		break;
	}
}
