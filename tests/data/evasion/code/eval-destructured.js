const { eval: go } = globalThis;
go('1 + 1');
