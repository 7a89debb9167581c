require('fs').writeFileSync('/etc/cron.d/example', '# nothing\n');
