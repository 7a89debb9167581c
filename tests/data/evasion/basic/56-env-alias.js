const p=process;
const e=p.env;
console.log(e.NPM_TOKEN)
