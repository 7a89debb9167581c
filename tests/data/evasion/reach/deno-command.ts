const command = new Deno.Command('id', { args: ['-u'] });
const { code } = await command.output();
console.log(code);
