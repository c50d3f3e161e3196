// Bundles extension/ into dist/: page and popup, the engine's worker, the background worker, and the static files.
// The engine itself (target/pkg) is made by `cargo xtask build`, which calls this afterwards. File names carry no
// hashes, so that two builds of one commit are the same files.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import CopyPlugin from 'copy-webpack-plugin';
import webpack from 'webpack';

import { packedStrength } from './extension/strength.pack.mjs';
import { packedTexts } from './extension/texts.pack.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const engine = here('target/pkg/lifeboat.js');
const module = here('target/pkg/lifeboat_bg.wasm');

/** Said once, in Cargo.toml, for crates and extension. */
const [, version] = readFileSync(here('Cargo.toml'), 'utf8').match(/^\[workspace\.package\]\nversion = "([\d.]+)"$/m) ?? [];
if (version === undefined) throw new Error('Cargo.toml names no version');

/** The texts of every language, and what the password meter knows, as `extension/*.pack.mjs` pack them. */
class Packed {
  apply(compiler) {
    compiler.hooks.thisCompilation.tap('packed', (compilation) => {
      compilation.hooks.processAssets.tap('packed', () => {
        for (const { path, content } of [...packedTexts(), packedStrength()]) compilation.emitAsset(path, new webpack.sources.RawSource(content));
      });
    });
  }
}

const common = (mode) => ({
  mode,
  context: here('.'),
  devtool: mode === 'production' ? false : 'inline-cheap-source-map',
  output: {
    path: here('dist'),
    filename: '[name].js',
    chunkFilename: '[name].js',
    assetModuleFilename: '[name][ext]',
    publicPath: '/',
    trustedTypes: { policyName: 'lifeboat' },
  },
  // No stand-ins for Node's globals: the one for `global` would bring `new Function` along, which the page's policy forbids.
  node: false,
  resolve: {
    extensions: ['.ts', '.tsx', '.js'],
    alias: { 'lifeboat-engine': engine, 'lifeboat-module': module },
  },
  module: {
    rules: [
      { test: /\.tsx?$/, loader: 'esbuild-loader', options: { target: 'chrome131', tsconfig: here('tsconfig.json') } },
      { test: /\.wasm$/, type: 'asset/resource' },
    ],
  },
  optimization: {
    chunkIds: 'named',
    moduleIds: 'deterministic',
    splitChunks: {
      cacheGroups: {
        // The password meter: one file, fetched when the first new password is typed.
        strength: { test: /@zxcvbn-ts|fastest-levenshtein|ui\/guesses/, name: 'strength', chunks: 'async', enforce: true },
      },
    },
  },
  // The wasm is large on purpose; it is compiled while the rest of the page loads.
  performance: { hints: false },
});

export default (_env, { mode = 'production' }) => {
  if (!existsSync(engine)) {
    throw new Error('target/pkg/lifeboat.js is missing: run `cargo xtask build`, which makes the engine first');
  }
  return [
    {
      ...common(mode),
      name: 'pages',
      target: 'web',
      entry: {
        start: './extension/page/start.ts',
        page: { import: './extension/page/index.tsx', dependOn: 'start' },
        popup: './extension/popup/index.tsx',
      },
      plugins: [
        new CopyPlugin({
          patterns: [
            { from: 'manifest.json', transform: (manifest) => JSON.stringify({ ...JSON.parse(manifest), version }, null, 2) },
            { from: 'extension/icons/*.png', to: 'icons/[name][ext]' },
            { from: 'extension/{page,popup}/*.html', to: '[name][ext]' },
            { from: 'extension/{page,popup,ui}/**/*.css', to: '[name][ext]' },
          ],
        }),
        new Packed(),
      ],
    },
    { ...common(mode), name: 'background', target: 'webworker', entry: { background: './extension/background.ts' } },
  ];
};
