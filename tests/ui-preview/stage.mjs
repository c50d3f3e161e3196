// The samples on a stage: a browser, and a little server with the product's own policy, for whoever looks at them or judges them.

import { createReadStream, existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import puppeteer from 'puppeteer-core';
import webpack from 'webpack';

import { packedStrength } from '../../extension/strength.pack.mjs';
import { packedTexts } from '../../extension/texts.pack.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = join(tmpdir(), `lifeboat-preview-${process.pid}`);
const CSP = JSON.parse(readFileSync(here('../../manifest.json'), 'utf8')).content_security_policy.extension_pages;
const PACKED = new Map([...packedTexts(), packedStrength()].map(({ path, content }) => [path, content]));
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png' };

/** Bundles the samples and opens the stage. `states`: the names of all of them. */
export async function openStage() {
  await build();
  const server = createServer(serve).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await puppeteer.launch({
    executablePath: chromium(),
    args: ['--no-sandbox', '--disable-gpu', '--lang=en'],
  });
  const page = await browser.newPage();
  await page.goto(`${origin}/page.html?state=welcome`);
  await page.waitForSelector('h1');
  const states = await page.evaluate(() => globalThis.stateNames);
  await page.close();
  return {
    origin,
    browser,
    states,
    async close() {
      await browser.close();
      server.close();
      rmSync(bundle, { recursive: true, force: true });
    },
  };
}

function build() {
  const compiler = webpack({
    mode: 'development',
    devtool: false,
    context: here('../..'),
    entry: { start: here('chrome.ts'), page: { import: here('page.tsx'), dependOn: 'start' }, popup: here('popup.ts') },
    output: { path: bundle, publicPath: '/', trustedTypes: { policyName: 'lifeboat' } },
    resolve: { extensions: ['.ts', '.tsx', '.js'] },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          loader: 'esbuild-loader',
          options: { target: 'chrome131', tsconfig: here('../../tsconfig.json') },
        },
      ],
    },
    performance: { hints: false },
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error != null) reject(error);
      else if (stats.hasErrors()) reject(new Error(stats.toString('errors-only')));
      else resolve();
    });
  });
}

function serve(request, response) {
  const name = new URL(request.url, 'http://localhost').pathname.slice(1).replaceAll('..', '');
  const packed = PACKED.get(name);
  if (packed !== undefined) return response.writeHead(200, { 'content-type': 'application/json' }).end(packed);
  const places = [bundle, ...['page', 'popup', 'ui', ''].map((folder) => here(`../../extension/${folder}`))];
  const file = places.map((place) => join(place, name)).find((path) => name !== '' && existsSync(path));
  if (file === undefined) return response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
  });
  createReadStream(file).pipe(response);
}

function chromium() {
  const known = [
    process.env.CHROME,
    '/usr/lib/chromium/chromium',
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  const found = known.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no Chromium found: set CHROME');
  return found;
}
