import vm from 'vm';
const m = new vm.SourceTextModule('export default 1');
await m.link(() => {});
