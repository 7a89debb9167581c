const X = window['XML' + 'HttpRequest'];
const x = new X();
x.open('POST', 'https://example.invalid/x');
x.send('a=1');
