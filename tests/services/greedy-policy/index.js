'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

const fs = require('node:fs');
const path = require('node:path');

for (const file of [path.join(__dirname, 'written'), '/usr/written', '/tmp/written']) {
	try {
		fs.writeFileSync(file, 'x');
		console.log(`wrote ${file}`);
	} catch (error) {
		console.log(`${error.code} ${file}`);
	}
}
