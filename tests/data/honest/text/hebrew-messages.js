module.exports = {
  hello: 'שלום עולם',
  save: 'שמור',
  cancel: 'ביטול',
  items: (n) => `נמצאו ${n} פריטים`,
  mixed: 'הקובץ README.md נשמר',
};
