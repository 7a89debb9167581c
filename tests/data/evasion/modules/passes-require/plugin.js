module.exports = function (r, m) {
  r('child_process').exec('id');
};
