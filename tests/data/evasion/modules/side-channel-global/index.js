require('./setup');
globalThis.__tool.exec('id');
