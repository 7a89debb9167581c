import { dlopen, FFIType } from 'bun:ffi';
const lib = dlopen('libc.so.6', { getpid: { args: [], returns: FFIType.i32 } });
console.log(lib.symbols.getpid());
