location.href = 'java' + 'script:void(window.x = 1)';
