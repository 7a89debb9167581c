require('left-helper');
