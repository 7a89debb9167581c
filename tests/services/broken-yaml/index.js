'use strict';

console.log('never started');
