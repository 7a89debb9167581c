'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

const fs = require('node:fs');

// What a terminal must never be fed: titles, colours that hide, cursor jumps, a clipboard write, a
// bell, C1 controls, text that reads backwards or not at all, bytes that are no text.
const hostile = [
	'\x1b]0;owned\x07a window title',
	'\x1b[2J\x1b[Ha cleared screen',
	'\x1b[8mhidden\x1b[0m \x1b[31mred\x1b[0m',
	'\x1b]52;c;b3duZWQ=\x07a clipboard write',
	'\x1b]8;;http://192.0.2.1/\x07a link\x1b]8;;\x07',
	'\x9b31mC1 colour\x9d0;C1 title\x9c',
	'\x1bP$q"p\x1b\\a request for an answer \x1b[6n\x1b[c',
	'all good\rDENIED',
	'user \u202e gpj.exe\u202c bidi',
	'zero\u200bwidth\u2060and\ufeffmarks',
	'a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 stacked marks',
	'\u001b%G\u000e\u000fshifted sets',
];
for (const line of hostile)
	console.log(line);
fs.writeSync(1, Buffer.from([0xc0, 0x80, 0xed, 0xa0, 0x80, 0xff, 0xfe, 0x0a]));
fs.writeSync(1, `${'x'.repeat(200000)}\n`);

const MAX_MIB = 64;
const block = Buffer.from(Array.from({ length: 1000 },
	(_, i) => `flood \x1b[3${i % 8}m${String(i).padStart(4, '0')}\x1b[0m ${'.'.repeat(40)}\n`).join(''));

for (let sent = 0; sent < MAX_MIB << 20;) {
	try {
		sent += fs.writeSync(1, block);
	} catch (error) {
		if (error.code !== 'EAGAIN')
			throw error;
	}
}
console.error('the end of the flood');
