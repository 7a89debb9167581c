const { constructor: F } = () => 0;
const f = F('return 1');
f();
