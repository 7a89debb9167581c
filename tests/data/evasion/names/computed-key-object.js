const k = 'ru' + 'n';
const api = { [k]: require('child_process').exec };
api.run('id');
