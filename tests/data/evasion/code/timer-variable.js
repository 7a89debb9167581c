var job = 'console.log(1)';
var later = setTimeout;
later(job, 5);
