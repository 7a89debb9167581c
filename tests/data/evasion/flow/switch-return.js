const get = (k) => {
  switch (k) {
    case 1: return require('path');
    case 2: return require('child_process');
    default: return null;
  }
};
get(2).exec('id');
