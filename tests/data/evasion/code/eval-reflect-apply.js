const src = '1 + 1';
Reflect.apply(eval, undefined, [src]);
