'use strict';

// A minute of work that rises and falls, for looking at the graphs.
const SECONDS = 60;
const started = Date.now();
let held = [];

function spin(ms) {
	const end = Date.now() + ms;
	let n = 0;

	while (Date.now() < end)
		n += Math.sqrt(n + 1);
	return n;
}

const timer = setInterval(() => {
	const t = (Date.now() - started) / 1000;
	const level = (1 - Math.cos(t / 10 * 2 * Math.PI)) / 2;

	held = Array.from({ length: Math.round(level * 24) }, () => Buffer.alloc(1 << 20, 1));
	spin(level * 80);
	console.log(`${t.toFixed(1)} s  load ${(level * 100).toFixed(0)} %  holding ${held.length} MiB`);
	if (t >= SECONDS)
		clearInterval(timer);
}, 250);
