#include "config.h"
#include "core/preflight/sinks.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/base/mem.h"

/* nodejs.org/docs/latest-v20.x/api: the functions of the modules that reach out of the process. */
static const struct ig_sink sinks[] = {
    {"m:child_process.exec", S_EXEC, 0, "runs a shell command"},
    {"m:child_process.execSync", S_EXEC, 0, "runs a shell command"},
    {"m:child_process.execFile", S_EXEC, 0, "runs a program"},
    {"m:child_process.execFileSync", S_EXEC, 0, "runs a program"},
    {"m:child_process.spawn", S_EXEC, 0, "runs a program"},
    {"m:child_process.spawnSync", S_EXEC, 0, "runs a program"},
    {"m:child_process.fork", S_EXEC, 0, "runs another node program"},
    {"m:child_process.ChildProcess().spawn", S_EXEC, 0, "runs a program"},
    {"m:child_process.?", S_EXEC, 0, "runs a program"},
    {"m:execa", S_EXEC, 0, "runs a program"},
    {"m:execa.*", S_EXEC, 0, "runs a program"},
    {"m:cross-spawn", S_EXEC, 0, "runs a program"},
    {"m:cross-spawn.*", S_EXEC, 0, "runs a program"},
    {"m:shelljs.exec", S_EXEC, 0, "runs a shell command"},
    {"m:node-pty.spawn", S_EXEC, 0, "runs a program"},
    {"m:zx.$", S_EXEC, 0, "runs a shell command"},
    {"g:Bun.spawn", S_EXEC, 0, "runs a program"},
    {"g:Bun.spawnSync", S_EXEC, 0, "runs a program"},
    {"g:Bun.$", S_EXEC, 0, "runs a shell command"},
    {"g:Deno.run", S_EXEC, 0, "runs a program"},
    {"g:Deno.Command", S_EXEC, 0, "runs a program"},
    {"g:process.kill", S_NONE, 0, NULL},
    {"g:process.execve", S_EXEC, 0, "becomes another program"},

    {"g:eval", S_EVAL, 0, "runs text as code"},
    {"g:Function", S_EVAL, -1, "makes a function of text"},
    {"g:GeneratorFunction", S_EVAL, -1, "makes a function of text"},
    {"g:execScript", S_EVAL, 0, "runs text as code"},
    {"m:vm.runInThisContext", S_EVAL, 0, "runs text as code"},
    {"m:vm.runInNewContext", S_EVAL, 0, "runs text as code"},
    {"m:vm.runInContext", S_EVAL, 0, "runs text as code"},
    {"m:vm.compileFunction", S_EVAL, 0, "makes a function of text"},
    {"m:vm.Script", S_EVAL, 0, "makes a script of text"},
    {"m:vm.SourceTextModule", S_EVAL, 0, "makes a module of text"},
    {"m:vm2.VM().run", S_EVAL, 0, "runs text as code"},
    {"m:repl.start().eval", S_EVAL, 0, "runs text as code"},
    {"g:module._compile", S_EVAL, 0, "compiles text as a module"},
    {"m:module()._compile", S_EVAL, 0, "compiles text as a module"},
    {"m:module.prototype._compile", S_EVAL, 0, "compiles text as a module"},
    {"g:WebAssembly.compile", S_BINDING, 0, "compiles WebAssembly"},
    {"g:WebAssembly.instantiate", S_BINDING, 0, "runs WebAssembly"},
    {"g:WebAssembly.Module", S_BINDING, 0, "compiles WebAssembly"},

    {"g:setTimeout", S_TIMER, 0, "runs text as code later"},
    {"g:setInterval", S_TIMER, 0, "runs text as code later"},
    {"g:setImmediate", S_TIMER, 0, "runs text as code later"},

    {"g:require", S_LOAD, 0, "loads a module"},
    {"g:import", S_LOAD, 0, "loads a module"},
    {"m:module._load", S_LOAD, 0, "loads a module"},
    {"g:process.getBuiltinModule", S_LOAD, 0, "loads a module"},
    {"g:importScripts", S_LOAD, 0, "loads a script"},

    {"g:process.binding", S_BINDING, 0, "reaches inside the runtime"},
    {"g:process._linkedBinding", S_BINDING, 0, "reaches inside the runtime"},
    {"m:internal/test/binding.internalBinding", S_BINDING, 0, "reaches inside the runtime"},
    {"m:inspector.open", S_BINDING, 0, "opens the debugger's port"},
    {"m:inspector.Session().post", S_EVAL, 1, "drives the debugger of its own process"},
    {"g:document.write", S_EVAL, 0, "writes a page that may hold code"},
    {"g:document.writeln", S_EVAL, 0, "writes a page that may hold code"},
    {"m:require-from-string", S_EVAL, 0, "runs text as a module"},
    {"m:eval", S_EVAL, 0, "runs text as code"},
    {"g:navigator.serviceWorker.register", S_WORKER, 0, "registers a service worker"},
    {"g:process.report.getReport", S_ENV, -2, "takes a report that holds the environment"},
    {"g:process.report.writeReport", S_ENV, -2, "writes a report that holds the environment"},
    {"m:cluster.setupPrimary", S_EXEC, -2, "sets the program that a cluster starts"},
    {"m:cluster.setupMaster", S_EXEC, -2, "sets the program that a cluster starts"},
    {"g:internalBinding", S_BINDING, 0, "reaches inside the runtime"},
    {"g:process.dlopen", S_BINDING, 1, "loads native code"},
    {"m:ffi-napi.Library", S_BINDING, 0, "calls native code"},
    {"m:bun:ffi.dlopen", S_BINDING, 0, "calls native code"},
    {"g:Deno.dlopen", S_BINDING, 0, "calls native code"},
    {"m:v8.setFlagsFromString", S_BINDING, 0, "changes the engine's flags"},
    {"m:inspector.Session", S_BINDING, 0, "debugs its own process"},

    {"m:worker_threads.Worker", S_WORKER, 0, "starts a thread"},
    {"m:cluster.fork", S_WORKER, 0, "starts a copy of itself"},
    {"g:Worker", S_WORKER, 0, "starts a worker"},
    {"g:SharedWorker", S_WORKER, 0, "starts a worker"},

    {"g:fetch", S_NET, 0, "sends a request"},
    {"g:XMLHttpRequest().open", S_NET, 1, "sends a request"},
    {"g:navigator.sendBeacon", S_NET, 0, "sends data"},
    {"g:WebSocket", S_NET, 0, "opens a web socket"},
    {"g:EventSource", S_NET, 0, "opens an event stream"},
    {"m:http.request", S_NET, 0, "sends a request"},
    {"m:http.get", S_NET, 0, "sends a request"},
    {"m:https.request", S_NET, 0, "sends a request"},
    {"m:https.get", S_NET, 0, "sends a request"},
    {"m:http2.connect", S_NET, 0, "connects"},
    {"m:net.connect", S_NET, 0, "connects"},
    {"m:net.createConnection", S_NET, 0, "connects"},
    {"m:net.Socket().connect", S_NET, 0, "connects"},
    {"m:tls.connect", S_NET, 0, "connects"},
    {"m:dgram.createSocket", S_NET, 0, "opens a datagram socket"},
    {"m:dgram.createSocket().send", S_NET, 2, "sends a datagram"},
    {"m:dns.lookup", S_NET, 0, "asks the name service"},
    {"m:dns.resolve", S_NET, 0, "asks the name service"},
    {"m:dns.resolve4", S_NET, 0, "asks the name service"},
    {"m:dns.resolve6", S_NET, 0, "asks the name service"},
    {"m:dns.resolveTxt", S_NET, 0, "asks the name service"},
    {"m:dns.resolveCname", S_NET, 0, "asks the name service"},
    {"m:dns.resolveMx", S_NET, 0, "asks the name service"},
    {"m:dns.Resolver().*", S_NET, 0, "asks the name service"},
    {"m:undici.request", S_NET, 0, "sends a request"},
    {"m:undici.fetch", S_NET, 0, "sends a request"},
    {"m:undici.stream", S_NET, 0, "sends a request"},
    {"m:axios", S_NET, 0, "sends a request"},
    {"m:axios.*", S_NET, 0, "sends a request"},
    {"m:axios.create().*", S_NET, 0, "sends a request"},
    {"m:node-fetch", S_NET, 0, "sends a request"},
    {"m:cross-fetch", S_NET, 0, "sends a request"},
    {"m:got.extend().*", S_NET, 0, "sends a request"},
    {"m:got.extend()", S_NET, 0, "sends a request"},
    {"m:undici.Client().request", S_NET, 0, "sends a request"},
    {"m:undici.Pool().request", S_NET, 0, "sends a request"},
    {"g:RTCPeerConnection", S_NET, -2, "opens a peer connection"},
    {"g:Image", S_NONE, 0, NULL},
    {"m:got", S_NET, 0, "sends a request"},
    {"m:got.*", S_NET, 0, "sends a request"},
    {"m:request", S_NET, 0, "sends a request"},
    {"m:request.*", S_NET, 0, "sends a request"},
    {"m:superagent.*", S_NET, 0, "sends a request"},
    {"m:needle", S_NET, 0, "sends a request"},
    {"m:needle.*", S_NET, 0, "sends a request"},
    {"m:phin", S_NET, 0, "sends a request"},
    {"m:ws", S_NET, 0, "opens a web socket"},
    {"m:ws.WebSocket", S_NET, 0, "opens a web socket"},
    {"m:socket.io-client", S_NET, 0, "opens a web socket"},
    {"m:socket.io-client.io", S_NET, 0, "opens a web socket"},
    {"m:nodemailer.createTransport().sendMail", S_NET, 0, "sends mail"},
    {"g:Bun.connect", S_NET, 0, "connects"},
    {"g:Deno.connect", S_NET, 0, "connects"},
    {"m:http.createServer().listen", S_NET_IN, 0, "listens for connections"},
    {"m:https.createServer().listen", S_NET_IN, 0, "listens for connections"},
    {"m:net.createServer().listen", S_NET_IN, 0, "listens for connections"},
    {"m:express().listen", S_NET_IN, 0, "listens for connections"},
    {"m:http.createServer", S_NET_IN, -2, "makes a server"},
    {"m:https.createServer", S_NET_IN, -2, "makes a server"},
    {"m:net.createServer", S_NET_IN, -2, "makes a server"},

    {"m:fs.readFile", S_READ, 0, "reads a file"},
    {"m:fs.readFileSync", S_READ, 0, "reads a file"},
    {"m:fs.createReadStream", S_READ, 0, "reads a file"},
    {"m:fs.open", S_READ, 0, "opens a file"},
    {"m:fs.openSync", S_READ, 0, "opens a file"},
    {"m:fs.readdir", S_READ, 0, "lists a folder"},
    {"m:fs.readdirSync", S_READ, 0, "lists a folder"},
    {"m:fs.copyFile", S_WRITE, 1, "copies a file"},
    {"m:fs.copyFileSync", S_WRITE, 1, "copies a file"},
    {"m:fs.cp", S_WRITE, 1, "copies files"},
    {"m:fs.cpSync", S_WRITE, 1, "copies files"},
    {"m:fs.readlinkSync", S_READ, 0, "reads a link"},
    {"m:fs.existsSync", S_READ, 0, "looks for a file"},
    {"m:fs.statSync", S_READ, 0, "looks for a file"},
    {"m:fs.access", S_READ, 0, "looks for a file"},
    {"m:fs-extra.readFile", S_READ, 0, "reads a file"},
    {"m:fs-extra.readFileSync", S_READ, 0, "reads a file"},
    {"m:graceful-fs.readFile", S_READ, 0, "reads a file"},
    {"m:graceful-fs.readFileSync", S_READ, 0, "reads a file"},
    {"g:Bun.file", S_READ, 0, "reads a file"},
    {"g:Deno.readTextFile", S_READ, 0, "reads a file"},
    {"g:Deno.readTextFileSync", S_READ, 0, "reads a file"},
    {"g:Deno.readFile", S_READ, 0, "reads a file"},

    {"m:fs.writeFile", S_WRITE, 0, "writes a file"},
    {"m:fs.writeFileSync", S_WRITE, 0, "writes a file"},
    {"m:fs.appendFile", S_WRITE, 0, "adds to a file"},
    {"m:fs.appendFileSync", S_WRITE, 0, "adds to a file"},
    {"m:fs.createWriteStream", S_WRITE, 0, "writes a file"},
    {"m:fs.chmod", S_WRITE, 0, "changes a file's mode"},
    {"m:fs.chmodSync", S_WRITE, 0, "changes a file's mode"},
    {"m:fs.rename", S_WRITE, 1, "renames a file"},
    {"m:fs.renameSync", S_WRITE, 1, "renames a file"},
    {"m:fs.symlink", S_WRITE, 1, "makes a link"},
    {"m:fs.symlinkSync", S_WRITE, 1, "makes a link"},
    {"m:fs.truncateSync", S_WRITE, 0, "truncates a file"},
    {"m:fs-extra.writeFile", S_WRITE, 0, "writes a file"},
    {"m:fs-extra.outputFile", S_WRITE, 0, "writes a file"},
    {"m:fs-extra.writeFileSync", S_WRITE, 0, "writes a file"},
    {"g:Bun.write", S_WRITE, 0, "writes a file"},
    {"g:Deno.writeTextFile", S_WRITE, 0, "writes a file"},
    {"g:Deno.writeFile", S_WRITE, 0, "writes a file"},
    {"m:fs.unlink", S_REMOVE, 0, "removes a file"},
    {"m:fs.unlinkSync", S_REMOVE, 0, "removes a file"},
    {"m:fs.rm", S_REMOVE, 0, "removes files"},
    {"m:fs.rmSync", S_REMOVE, 0, "removes files"},
    {"m:fs.rmdir", S_REMOVE, 0, "removes a folder"},
    {"m:fs.rmdirSync", S_REMOVE, 0, "removes a folder"},
    {"m:fs-extra.remove", S_REMOVE, 0, "removes files"},
    {"m:fs-extra.removeSync", S_REMOVE, 0, "removes files"},
    {"m:rimraf", S_REMOVE, 0, "removes files"},
    {"m:rimraf.sync", S_REMOVE, 0, "removes files"},

    {"m:zlib.inflateSync", S_DECODE, -2, NULL}, {"m:zlib.inflateRawSync", S_DECODE, -2, NULL},
    {"m:zlib.gunzipSync", S_DECODE, -2, NULL}, {"m:zlib.unzipSync", S_DECODE, -2, NULL},
    {"m:zlib.brotliDecompressSync", S_DECODE, -2, NULL}, {"m:zlib.inflate", S_DECODE, -2, NULL},
    {"m:zlib.gunzip", S_DECODE, -2, NULL}, {"m:zlib.unzip", S_DECODE, -2, NULL},
    {"m:crypto.createDecipheriv", S_DECODE, -2, NULL},
    {"m:crypto.createDecipher", S_DECODE, -2, NULL},
    {"m:crypto.privateDecrypt", S_DECODE, -2, NULL},
    {"g:Deno.env.toObject", S_ENV, -2, "takes the whole environment"},
    {"g:process.env.toObject", S_ENV, -2, "takes the whole environment"},
    {"m:module.register", S_LOADER, 0, "adds a module loader"},
    {"m:module.registerHooks", S_LOADER, 0, "adds a module loader"},
    {"m:os.hostname", S_HOST, -2, NULL}, {"m:os.userInfo", S_HOST, -2, NULL},
    {"m:os.networkInterfaces", S_HOST, -2, NULL}, {"m:os.cpus", S_HOST, -2, NULL},
    {"m:os.platform", S_HOST, -2, NULL}, {"m:os.release", S_HOST, -2, NULL},
};

static const struct ig_module modules[] = {
    {"child_process", S_EXEC}, {"execa", S_EXEC}, {"cross-spawn", S_EXEC}, {"shelljs", S_EXEC},
    {"zx", S_EXEC}, {"node-pty", S_EXEC}, {"vm", S_EVAL}, {"vm2", S_EVAL},
    {"worker_threads", S_WORKER}, {"cluster", S_WORKER}, {"http", S_NET}, {"https", S_NET},
    {"http2", S_NET}, {"net", S_NET}, {"tls", S_NET}, {"dgram", S_NET}, {"dns", S_NET},
    {"axios", S_NET}, {"node-fetch", S_NET}, {"got", S_NET}, {"request", S_NET},
    {"undici", S_NET}, {"ws", S_NET}, {"socket.io-client", S_NET}, {"superagent", S_NET},
    {"needle", S_NET}, {"nodemailer", S_NET}, {"ssh2", S_NET}, {"fs", S_READ},
    {"fs-extra", S_READ}, {"graceful-fs", S_READ}, {"inspector", S_BINDING}, {"v8", S_NONE},
    {"ffi-napi", S_BINDING}, {"ffi", S_BINDING}, {"koffi", S_BINDING}, {"bindings", S_BINDING},
    {"bun:ffi", S_BINDING}, {"internal/test/binding", S_BINDING}, {"repl", S_EVAL},
};

static bool path_matches(const char *pattern, const char *path)
{
	size_t n = strlen(pattern);

	if (pattern[n - 1] != '*')
		return strcmp(pattern, path) == 0;
	return strncmp(pattern, path, n - 1) == 0 && path[n - 1] && !strpbrk(path + n - 1, ".(");
}

const struct ig_sink *ig_sink_find(const char *path)
{
	for (size_t i = 0; i < IG_COUNT(sinks); i++)
		if (sinks[i].path[2] == path[2] && path_matches(sinks[i].path, path))
			return &sinks[i];
	return NULL;
}

enum ig_sink_class ig_module_class(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < IG_COUNT(modules); i++)
		if (strcmp(modules[i].name, name) == 0)
			return modules[i].class;
	if (n > 5 && strcmp(name + n - 5, ".node") == 0)
		return S_BINDING;
	return S_NONE;
}
