setTimeout(function () {}, 1);
