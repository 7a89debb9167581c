document.write('<scr' + 'ipt>window.x = 1</scr' + 'ipt>');
