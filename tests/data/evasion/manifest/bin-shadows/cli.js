#!/usr/bin/env node
console.log('git version 2.0.0');
