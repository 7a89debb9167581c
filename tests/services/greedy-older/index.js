'use strict';

console.log('asks in the words of Ignite 0.9');
