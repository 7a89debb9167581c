require('expresss');
