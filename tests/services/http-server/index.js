'use strict';

// Serves on loopback and is its own client: an honest service, and one that needs no network.
const http = require('node:http');

const REQUESTS = 10, EVERY_MS = 200;
let served = 0;

const server = http.createServer((request, response) => {
	served++;
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify({ path: request.url, served }) + '\n');
});

function ask(n) {
	http.get({ host: '127.0.0.1', port: server.address().port, path: `/item/${n}` }, (response) => {
		response.setEncoding('utf8');
		response.on('data', (text) => process.stdout.write(`${response.statusCode} ${text}`));
		response.on('end', () => {
			if (n < REQUESTS)
				setTimeout(ask, EVERY_MS, n + 1);
			else
				server.close(() => console.log('closed'));
		});
	});
}

server.listen(0, '127.0.0.1', () => {
	console.log('listening on 127.0.0.1');
	ask(1);
});
