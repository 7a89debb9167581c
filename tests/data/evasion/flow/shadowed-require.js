(function (path, url) {
  path.exec('id');
})(require('child_process'), require('url'));
