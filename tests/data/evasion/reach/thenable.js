const { execSync } = require('child_process');
const trap = {
  then(done) {
    done(execSync('id'));
  },
};
(async () => { await trap; })();
