const {NPM_TOKEN}=process.env;
console.log(NPM_TOKEN)
