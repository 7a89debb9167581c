const box = { load: async () => import('node:child_process') };
const cp = await box.load();
cp.exec('id');
