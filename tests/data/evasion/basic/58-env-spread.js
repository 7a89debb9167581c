const o={...process.env};
console.log(o)
