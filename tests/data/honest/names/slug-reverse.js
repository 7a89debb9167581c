exports.slug = (s) => s.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).join('-');
exports.palindrome = (s) => s === s.split('').reverse().join('');
exports.title = (s) => s.replace(/\b\w/g, (c) => c.toUpperCase());
exports.domain = (host) => host.split('.').reverse().slice(0, 2).reverse().join('.');
