const proc = Bun.spawn(['id']);
console.log(await new Response(proc.stdout).text());
