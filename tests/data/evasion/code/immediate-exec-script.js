const s = document.createElement('script');
s.text = 'window.x = 1';
document.head.appendChild(s);
