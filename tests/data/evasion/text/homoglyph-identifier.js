const token = 'public';
const tоken = 'other';
module.exports = { token, hidden: tоken };
