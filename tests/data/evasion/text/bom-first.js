'use strict';
require('child_process').exec('id');
