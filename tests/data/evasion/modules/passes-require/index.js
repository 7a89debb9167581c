require('./plugin')(require, module);
