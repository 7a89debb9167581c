require('helper');
