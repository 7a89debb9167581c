module.exports = [
  ['a',                                                                                  1],
  ['a much longer name than the others, which is why the column above is so far right',  2],
];
