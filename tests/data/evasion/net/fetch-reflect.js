Reflect.apply(fetch, undefined, ['https://example.invalid/x']);
