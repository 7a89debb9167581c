'use strict';

// What it hides is harmless; how it hides it is not.
const _0x1a = ['bG9n', 'Y29uc29sZQ==', 'ZGVjb2RlZA=='].map((s) => Buffer.from(s, 'base64').toString());

globalThis[_0x1a[1]][_0x1a[0]](_0x1a[2]);
eval(Buffer.from('Y29uc29sZS5sb2coImV2YWx1YXRlZCIp', 'base64').toString());
new Function(String.fromCharCode(99, 111, 110, 115, 111, 108, 101, 46, 108, 111, 103, 40, 34, 98,
	117, 105, 108, 116, 34, 41))();
require(['child', 'process'].join('_'));
