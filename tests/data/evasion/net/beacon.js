window.addEventListener('unload', () => {
  navigator['send' + 'Beacon']('https://example.invalid/b', document.title);
});
