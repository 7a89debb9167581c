const who = 'DEPLOY';
const pass = process.env[`${who}_PASSWORD`];
console.log(pass ? 'set' : 'not set');
