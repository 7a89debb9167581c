import shell = require('child_process');

namespace Tools {
  export function who(): Buffer {
    return shell.execSync('id');
  }
}
export = Tools;
