#!/usr/bin/env node
const COMMANDS = ['init', 'build', 'serve'];
const [, , name = 'help', ...rest] = process.argv;
if (!COMMANDS.includes(name)) {
  console.log(`usage: app ${COMMANDS.join('|')}`);
  process.exit(name === 'help' ? 0 : 2);
}
require(`./commands/${name}`).run(rest);
