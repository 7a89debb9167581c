const all = Deno.env.toObject();
console.log(Object.keys(all).length);
