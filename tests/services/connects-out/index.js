'use strict';

// Does nothing outside a contained run.
if (!process.env.IGNITE_RUN || __dirname !== '/service') {
	console.error('not in a contained run: nothing done');
	process.exit(2);
}

// 192.0.2.0/24 and .invalid lead nowhere by definition (RFC 5737, RFC 6761).
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

function tcp(host, port) {
	return new Promise((resolve) => {
		const socket = net.connect({ host, port, timeout: 1000 });

		for (const event of ['connect', 'error', 'timeout'])
			socket.on(event, () => resolve(socket.destroy()));
	});
}

function udp(host, port) {
	return new Promise((resolve) => {
		const socket = dgram.createSocket('udp4');

		socket.on('error', () => resolve(socket.close()));
		socket.send('hello', port, host, () => resolve(socket.close()));
	});
}

async function main() {
	await tcp('192.0.2.1', 443);
	await udp('192.0.2.1', 53);
	await dns.promises.lookup('collector.ignite-sample.invalid').catch(() => {});
	await tcp('169.254.169.254', 80);
	console.log('all good');
}

main();
