const { exec } = require('child_process');
const os = process.platform;
if (os === 'linux') {
  exec('/bin/bash preinstall.sh');
} else if (os === 'win32') {
  exec('cmd.exe /c preinstall.bat');
}
