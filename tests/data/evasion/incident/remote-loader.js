(function () {
  var s = document.createElement('script');
  s.src = 'https://cdn.example.invalid/connect-kit@1/dist/umd/index.js';
  s.async = true;
  document.head.appendChild(s);
})();
