export function loadMap(key) {
  return new Promise((resolve, reject) => {
    const s = document.createElement('script');
    s.src = `https://maps.example.com/js?key=${encodeURIComponent(key)}`;
    s.async = true;
    s.onload = resolve;
    s.onerror = reject;
    document.head.appendChild(s);
  });
}
