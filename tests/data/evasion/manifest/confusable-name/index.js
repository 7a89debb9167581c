require('l0dash');
