'use strict';

const input = JSON.parse(process.env.IGNITE_INPUT || '{}');

console.log(`${process.env.GREETING}, ${input.name || 'world'}`);
