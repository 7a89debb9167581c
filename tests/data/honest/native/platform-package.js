const { platform, arch } = process;
let binding;
switch (`${platform}-${arch}`) {
  case 'linux-x64': binding = require('@example/codec-linux-x64-gnu'); break;
  case 'linux-arm64': binding = require('@example/codec-linux-arm64-gnu'); break;
  case 'darwin-arm64': binding = require('@example/codec-darwin-arm64'); break;
  default: throw new Error(`unsupported platform ${platform}-${arch}`);
}
module.exports.encode = binding.encode;
