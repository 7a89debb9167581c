/*
 * What a decent service may do with node, one exercise after the other. Prints "ok NAME" or
 * "not ok NAME: reason" for each. Used twice: under a tracer, to find the system calls that a
 * baseline has to name, and in a container with the generated profile, to show that it names all.
 *
 * node exercise.mjs GROUP...     GROUP is base, report, net or spawn; base-denied, net-denied and
 *                                spawn-denied expect the refusal instead
 */
import { createRequire } from 'node:module';
import { once } from 'node:events';
import { Worker, MessageChannel, isMainThread, parentPort } from 'node:worker_threads';
import assert from 'node:assert';
import child from 'node:child_process';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import stream from 'node:stream/promises';
import timers from 'node:timers/promises';
import tls from 'node:tls';
import url from 'node:url';
import util from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import zlib from 'node:zlib';

const require = createRequire(import.meta.url);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ex-'));
const file = (name) => path.join(dir, name);

const base = {
	async modules() {
		fs.writeFileSync(file('a.cjs'), 'exports.x = 41;');
		fs.writeFileSync(file('b.mjs'), 'export const x = 1;');
		fs.writeFileSync(file('c.json'), '{"x": 2}');
		const b = await import(url.pathToFileURL(file('b.mjs')));
		assert.equal(require(file('a.cjs')).x + b.x, 42);
		assert.equal(require(file('c.json')).x, 2);
		assert.throws(() => require('nothing-of-that-name'));
	},
	async timers() {
		await timers.setTimeout(5);
		await timers.setImmediate();
		const t = setInterval(() => {}, 1);
		await timers.setTimeout(5);
		clearInterval(t);
		performance.now();
		process.hrtime.bigint();
		new Date().toLocaleString('de-DE', { timeZone: 'Europe/Berlin' });
	},
	fsSync() {
		fs.writeFileSync(file('f'), 'hello');
		fs.appendFileSync(file('f'), ' you');
		assert.equal(fs.readFileSync(file('f'), 'utf8'), 'hello you');
		const fd = fs.openSync(file('f'), 'r+');
		fs.writeSync(fd, Buffer.from('H'), 0, 1, 0);
		fs.writevSync(fd, [Buffer.from('HE'), Buffer.from('L')], 0);
		fs.readvSync(fd, [Buffer.alloc(2), Buffer.alloc(3)], 0);
		fs.fstatSync(fd);
		fs.ftruncateSync(fd, 4);
		fs.fsyncSync(fd);
		fs.fdatasyncSync(fd);
		fs.fchmodSync(fd, 0o600);
		fs.futimesSync(fd, 1, 2);
		fs.closeSync(fd);
		fs.statSync(file('f'), { bigint: true });
		fs.lstatSync(file('f'));
		fs.accessSync(file('f'), fs.constants.R_OK);
		fs.chmodSync(file('f'), 0o640);
		fs.utimesSync(file('f'), 1, 2);
		fs.lutimesSync(file('f'), 1, 2);
		fs.truncateSync(file('f'), 2);
		fs.renameSync(file('f'), file('g'));
		fs.symlinkSync('g', file('l'));
		assert.equal(fs.readlinkSync(file('l')), 'g');
		fs.realpathSync(file('l'));
		fs.realpathSync.native(file('l'));
		fs.linkSync(file('g'), file('h'));
		fs.copyFileSync(file('g'), file('i'));
		fs.copyFileSync(file('g'), file('j'), fs.constants.COPYFILE_FICLONE);
		fs.cpSync(file('g'), file('k'));
		fs.mkdirSync(file('d/e/f'), { recursive: true });
		fs.readdirSync(dir, { withFileTypes: true });
		for (const d = fs.opendirSync(dir); ;)
			if (!d.readSync()) { d.closeSync(); break; }
		fs.statfsSync?.(dir);
		fs.unlinkSync(file('i'));
		fs.rmdirSync(file('d/e/f'));
		fs.rmSync(file('d'), { recursive: true });
		const owner = fs.statSync(file('g'));
		fs.chownSync(file('g'), owner.uid, owner.gid);
		fs.lchownSync(file('l'), owner.uid, owner.gid);
		assert.throws(() => fs.statSync(file('absent')), { code: 'ENOENT' });
	},
	async fsAsync() {
		const p = fs.promises;
		await p.writeFile(file('p'), 'x'.repeat(1 << 20));
		assert.equal((await p.readFile(file('p'))).length, 1 << 20);
		await stream.pipeline(fs.createReadStream(file('p')), zlib.createGzip(),
			fs.createWriteStream(file('p.gz')));
		const h = await p.open(file('p'), 'r+');
		await h.stat();
		await h.read(Buffer.alloc(10), 0, 10, 5);
		await h.writev([Buffer.from('a'), Buffer.from('b')]);
		await h.datasync();
		await h.close();
		await p.mkdir(file('from/sub'), { recursive: true });
		await p.writeFile(file('from/sub/a'), 'a');
		await p.cp(file('from'), file('to'), { recursive: true });
		await p.rm(file('to'), { recursive: true });
	},
	async fsWatch() {
		const w = fs.watch(dir);
		setTimeout(() => fs.writeFileSync(file('seen'), ''), 20);
		await once(w, 'change');
		w.close();
		fs.watchFile(file('seen'), { interval: 10 }, () => {});
		await timers.setTimeout(30);
		fs.unwatchFile(file('seen'));
	},
	async crypto() {
		crypto.randomBytes(32);
		crypto.randomUUID();
		crypto.createHash('sha256').update('x').digest('hex');
		crypto.createHmac('sha512', 'k').update('x').digest();
		await util.promisify(crypto.scrypt)('p', 's', 32);
		crypto.pbkdf2Sync('p', 's', 10, 32, 'sha256');
		await util.promisify(crypto.generateKeyPair)('ec', { namedCurve: 'P-256' });
		crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
		const c = crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12));
		c.update('x');
		c.final();
		await crypto.subtle.digest('SHA-256', Buffer.from('x'));
		crypto.secureHeapUsed();
	},
	async zlib() {
		const b = Buffer.alloc(1 << 20, 'abc');
		zlib.gunzipSync(zlib.gzipSync(b));
		zlib.brotliDecompressSync(zlib.brotliCompressSync(b));
		await util.promisify(zlib.deflate)(b);
	},
	async workers() {
		const w = new Worker(`
			const { parentPort, workerData } = require('node:worker_threads');
			const a = new Int32Array(workerData);
			Atomics.wait(a, 0, 0, 1000);
			parentPort.postMessage(require('fs').readdirSync('/').length);
			process.exit(0);`, { eval: true, workerData: new SharedArrayBuffer(8),
			stdout: true, resourceLimits: { maxOldGenerationSizeMb: 32 } });
		const a = new MessageChannel();
		a.port1.postMessage('x');
		a.port1.close();
		await Promise.all([once(w, 'message'), once(w, 'exit')]);
		const t = new Worker('for (;;);', { eval: true });
		await once(t, 'online');
		await t.terminate();
	},
	async process() {
		process.memoryUsage();
		process.memoryUsage.rss();
		process.resourceUsage();
		process.cpuUsage();
		process.constrainedMemory?.();
		process.availableMemory?.();
		process.title = 'exercise';
		process.umask();
		process.cwd();
		process.chdir(dir);
		[process.getuid(), process.geteuid(), process.getgid(), process.getegid()].join();
		process.getgroups();
		process.uptime();
		process.emitWarning('a warning that is meant');
		process.kill(process.pid, 0);
		process.getActiveResourcesInfo();
	},
	os() {
		os.cpus();
		os.availableParallelism?.();
		os.loadavg();
		os.totalmem();
		os.freemem();
		os.uptime();
		os.hostname();
		os.version();
		os.release();
		os.homedir();
		os.getPriority();
		os.setPriority(0, os.getPriority());
		try { os.userInfo(); } catch (e) { if (e.code === 'EPERM') throw e; }
	},
	async signals() {
		const got = once(process, 'SIGUSR2');
		process.kill(process.pid, 'SIGUSR2');
		await got;
		const hup = once(process, 'SIGTERM');
		process.kill(process.pid, 'SIGTERM');
		await hup;
	},
	async streams() {
		await new Promise((done) => process.stdout.write('# to stdout\n', done));
		await new Promise((done) => process.stderr.write('# to stderr\n', done));
		process.stdin.resume();
		process.stdin.unref?.();
		await timers.setTimeout(5);
		process.stdin.pause();
		process.stdin.destroy();
		new (require('node:tty').WriteStream)(1).isTTY;
	},
	async wasm() {
		const code = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1,
			127, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 97, 0, 0, 10, 9, 1, 7, 0, 32, 0, 32,
			1, 106, 11]);
		const { instance } = await WebAssembly.instantiate(code);
		for (let i = 0; i < 1e6; i++)
			instance.exports.a(i, 2);
		assert.equal(instance.exports.a(1, 2), 3);
		new WebAssembly.Memory({ initial: 1, maximum: 100, shared: true }).grow(10);
	},
	heap() {
		let keep = [];
		for (let i = 0; i < 60; i++) {
			keep.push(new Array(100000).fill({ i }), Buffer.alloc(1 << 18, i));
			if (i % 20 === 19)
				keep = [];
		}
		v8.setFlagsFromString('--expose-gc');
		vm.runInNewContext('gc')();
		v8.getHeapStatistics();
		v8.deserialize(v8.serialize({ a: [1, 2, new Map()] }));
		structuredClone(new Array(1000).fill('x'));
	},
	async unixSocket() {
		const s = net.createServer((c) => c.end('hi')).listen(file('sock'));
		await once(s, 'listening');
		const c = net.connect(file('sock'));
		assert.equal((await once(c, 'data')).toString(), 'hi');
		s.close();
	},
	async inspector() {
		const i = await import('node:inspector');
		const s = new i.Session();
		s.connect();
		await new Promise((done) => s.post('Profiler.enable', () => s.post('Profiler.start', done)));
		for (let i = 0, t = Date.now(); Date.now() - t < 30; i++)
			Math.sqrt(i);
		await new Promise((done) => s.post('Profiler.stop', done));
		s.disconnect();
	},
};

/* Asks the kernel for the network's addresses (AF_NETLINK), and does without when refused. */
const report = {
	report() {
		assert.ok(process.report.getReport().header);
	},
};

const network = {
	async http() {
		const s = http.createServer((req, res) => req.pipe(res)).listen(0, '127.0.0.1');
		await once(s, 'listening');
		const at = `http://127.0.0.1:${s.address().port}/`;
		const r = await fetch(at, { method: 'POST', body: 'x'.repeat(100000) });
		assert.equal((await r.text()).length, 100000);
		const agent = new http.Agent({ keepAlive: true });
		const [res] = await once(http.get(at, { agent }), 'response');
		res.resume();
		await once(res, 'end');
		agent.destroy();
		s.closeAllConnections();
		s.close();
	},
	async http6() {
		const s = http.createServer((req, res) => res.end('x')).listen(0, '::1');
		await Promise.race([once(s, 'listening'), once(s, 'error')]).catch(() => {});
		s.close();
	},
	async tls() {
		const psk = Buffer.from('d731ef57be09e5204f0b205b60627028', 'hex');
		const both = { ciphers: 'PSK', maxVersion: 'TLSv1.2' };
		const s = tls.createServer({ ...both, pskCallback: () => psk, pskIdentityHint: 'h' },
			(c) => c.end('secret')).listen(0, '127.0.0.1');
		await once(s, 'listening');
		const c = tls.connect({ ...both, port: s.address().port, host: '127.0.0.1',
			checkServerIdentity: () => undefined, pskCallback: () => ({ psk, identity: 'i' }) });
		assert.equal((await once(c, 'data')).toString(), 'secret');
		s.close();
	},
	async tcp() {
		const s = net.createServer((c) => {
			c.on('error', () => {});
			c.setNoDelay();
			c.setKeepAlive(true, 1000);
			c.pipe(c);
		});
		s.listen(0, '127.0.0.1');
		await once(s, 'listening');
		const c = net.connect(s.address().port, '127.0.0.1');
		c.write('x');
		await once(c, 'data');
		c.localPort; c.remoteAddress;
		c.resetAndDestroy?.();
		s.close();
	},
	async udp() {
		const s = dgram.createSocket('udp4');
		s.bind(0, '127.0.0.1');
		await once(s, 'listening');
		s.setBroadcast(true);
		s.setTTL(4);
		s.getRecvBufferSize();
		s.send('x', s.address().port, '127.0.0.1');
		await once(s, 'message');
		s.close();
	},
	async dns() {
		const a = await dns.promises.lookup('localhost').catch((e) => {
			if (e.code === 'EPERM') throw e;
		});
		const r = new dns.promises.Resolver({ timeout: 50, tries: 1 });
		r.setServers(['127.0.0.1:9']);
		await r.resolve4('example.invalid').catch((e) => e.code);
		return a;
	},
};

const spawn = {
	async spawn() {
		const c = child.spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)']);
		c.stdin.end('echo');
		const [out] = await once(c.stdout, 'data');
		assert.equal(out.toString(), 'echo');
		const [code] = await once(c, 'exit');
		assert.equal(code, 0);
	},
	spawnSync() {
		const r = child.spawnSync(process.execPath, ['-p', '1+1'], { cwd: dir });
		assert.equal(String(r.stdout).trim(), '2');
	},
	async fork() {
		fs.writeFileSync(file('kid.cjs'), 'process.send("up"); process.disconnect();');
		const c = child.fork(file('kid.cjs'));
		assert.equal((await once(c, 'message'))[0], 'up');
		await once(c, 'exit');
	},
	async killIt() {
		const c = child.spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
		await once(c, 'spawn');
		c.kill();
		await once(c, 'exit');
	},
};

/* EPERM where it is the system call that was refused, whatever node makes of it. */
const refused = (e) => assert.match(String(e?.code ?? e), /EPERM|EACCES/);
const denied = {
	'base-denied': {
		async interfaces() {
			assert.throws(() => os.networkInterfaces(), /EPERM|ERR_SYSTEM_ERROR|uv_interface_addresses/);
		},
	},
	/* Only where nothing can leave: the address is of TEST-NET-1 (RFC 5737). */
	'net-denied': {
		async connect() {
			const e = await once(net.connect(9, '192.0.2.1'), 'connect').catch((x) => x);
			assert.match(e.code, /ENETUNREACH|EPERM/);
		},
		async udp() {
			const s = dgram.createSocket('udp4');
			const e = await new Promise((done) => s.send('x', 9, '192.0.2.1', done));
			s.close();
			assert.match(e.code, /ENETUNREACH|EPERM/);
		},
	},
	'spawn-denied': {
		async spawn() {
			const e = await new Promise((done) => {
				try {
					child.spawn(process.execPath, ['-v']).on('error', done).on('spawn', () => done('spawned'));
				} catch (x) {
					done(x);
				}
			});
			refused(e);
		},
		spawnSync() {
			refused(child.spawnSync(process.execPath, ['-v']).error);
		},
		async exec() {
			/* thrown or handed over, by release */
			refused(await (async () => util.promisify(child.exec)('id'))().catch((e) => e));
		},
		async threadsStill() {
			const w = new Worker('process.exit(0)', { eval: true });
			await once(w, 'exit');
		},
	},
};

const groups = { base, report, net: network, spawn, ...denied };
let bad = 0;
for (const g of process.argv.slice(2)) {
	for (const [name, run] of Object.entries(groups[g])) {
		let slow;
		try {
			await Promise.race([run(), new Promise((done, fail) => {
				slow = setTimeout(() => fail(new Error('too slow')), 20000);
			})]);
			console.log(`ok ${g} ${name}`);
		} catch (e) {
			bad++;
			console.log(`not ok ${g} ${name}: ${String(e?.message ?? e).split('\n')[0]}`);
		}
		clearTimeout(slow);
	}
}
fs.rmSync(dir, { recursive: true, force: true });
console.log(bad ? `# ${bad} failed` : '# all done');
process.exit(bad ? 1 : 0);
