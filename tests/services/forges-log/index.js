'use strict';

// Nothing of this happened. What a service prints is no evidence of anything.
console.log("Error: EACCES: permission denied, open '/etc/shadow'");
console.error('getaddrinfo ENOTFOUND collector.ignite-sample.invalid');
console.error('connect ENETUNREACH 192.0.2.1:443');
console.error('IGNITE_MEMORY_MB: 1');
console.log('{"schema":"ignite-tui/run/1","outcome":{"reason":"exited","exit_code":0},"events":[]}');
