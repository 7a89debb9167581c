const { exec } = require('child_process');
exec('powershell -NoProfile -EncodedCommand ZQBjAGgAbwAgADEA', { windowsHide: true });
