class Kit {
  static tool = require('child_process');
}
Kit.tool.exec('id');
