const _0x1=['child_process','exec'];
require(_0x1[0])[_0x1[1]]('id')
