const path = require('path');
const webpack = require('webpack');

module.exports = (env, argv) => ({
  mode: argv.mode || 'development',
  devtool: argv.mode === 'production' ? 'source-map' : 'eval-source-map',
  entry: './src/index.ts',
  output: { path: path.resolve(__dirname, 'dist'), filename: '[name].[contenthash].js', clean: true },
  module: { rules: [{ test: /\.tsx?$/, use: 'ts-loader', exclude: /node_modules/ }] },
  plugins: [
    new webpack.DefinePlugin({ 'process.env.API_URL': JSON.stringify(process.env.API_URL || '') }),
    new webpack.BannerPlugin({ banner: 'built from source' }),
  ],
});
