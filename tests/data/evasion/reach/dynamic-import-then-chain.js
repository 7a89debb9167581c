import('child_process')
  .then((ns) => ns.default || ns)
  .then(({ exec }) => exec)
  .then((run) => {
    run('id');
  });
