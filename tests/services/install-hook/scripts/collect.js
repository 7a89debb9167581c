'use strict';

const os = require('node:os');

throw new Error(`an install hook was run on ${os.hostname()}: nothing here may ever do that`);
