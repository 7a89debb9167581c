export function pageview(path) {
  const body = JSON.stringify({ path, at: Date.now(), ref: document.referrer });
  if (navigator.sendBeacon) navigator.sendBeacon('/analytics', body);
  else fetch('/analytics', { method: 'POST', body, keepalive: true });
}
