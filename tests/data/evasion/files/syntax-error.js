module.exports = { a: 1 };
function ( { ]] => 
module.exports.b = 2;
