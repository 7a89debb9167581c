'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

// Asks for 2 seconds and takes 60, deaf to SIGTERM.
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});

const end = Date.now() + 60000;
let n = 0;

console.log('spinning');
while (Date.now() < end)
	n++;
console.log(`${n} turns, and nobody stopped it`);
