const note = 'hello​‌‌​‌​​‌​‌‌​​‌​​ world';
module.exports = note.length;
