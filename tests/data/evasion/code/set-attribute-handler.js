const a = document.createElement('a');
a.setAttribute('onclick', 'window.x = 1');
