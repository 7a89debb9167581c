const p='process';
require(`child_${p}`).exec('id')
