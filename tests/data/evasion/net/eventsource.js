const es = new EventSource('https://example.invalid/stream');
es.onmessage = console.log;
