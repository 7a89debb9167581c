function* mods() {
  yield require('child_process');
}
const { value } = mods().next();
value.exec('id');
