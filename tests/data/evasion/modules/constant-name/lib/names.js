exports.TOOL = 'child' + '_process';
exports.VERB = 'exec';
