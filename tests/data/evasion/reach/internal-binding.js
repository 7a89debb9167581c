const { internalBinding } = require('internal/test/binding');
internalBinding('process_wrap');
