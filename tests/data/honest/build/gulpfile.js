const { src, dest, series, parallel, watch } = require('gulp');
const terser = require('gulp-terser');
const { exec } = require('child_process');

const scripts = () => src('src/**/*.js').pipe(terser()).pipe(dest('dist'));
const styles = () => src('src/**/*.css').pipe(dest('dist'));
const docs = (cb) => exec('npx typedoc --out docs src', cb);

exports.build = parallel(scripts, styles);
exports.default = series(exports.build, docs);
exports.watch = () => watch('src/**/*', exports.build);
