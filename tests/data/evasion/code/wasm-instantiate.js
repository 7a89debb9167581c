const bytes = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]);
WebAssembly.instantiate(bytes).then((r) => r.instance);
