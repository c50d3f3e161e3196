// Looks at every screen: a picture in light, dark, narrow and right-to-left, and the accessibility rules on each.
// `node tests/ui-preview/look.mjs [folder for pictures] [only these states…]`; ends with 1 when a rule is broken.

import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import puppeteer from 'puppeteer-core';
import webpack from 'webpack';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [pictures = join(tmpdir(), 'lifeboat-pictures'), ...only] = process.argv.slice(2);
const bundle = join(tmpdir(), `lifeboat-preview-${process.pid}`);
const CSP = JSON.parse(readFileSync(here('../../manifest.json'), 'utf8')).content_security_policy.extension_pages;
const AXE = readFileSync(here('../../node_modules/axe-core/axe.min.js'), 'utf8');
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png' };

/** Screens that begin as another one. */
const BEGINS_AS = {
  forgot: 'unlock',
  reset: 'unlock',
  'welcome-weak': 'welcome',
  'export-save': 'export',
  'export-look': 'export',
  'export-done': 'export',
  'import-fault': 'import',
  'contact-edit': 'contacts',
  'contact-delete': 'contacts',
  'contact-long': 'contacts',
  'rename-long': 'account',
  'settings-allow': 'settings-nodes',
  'account-rename': 'account',
  'export-phone': 'export-omissions',
  'key-export': 'account-finding',
  'key-export-ready': 'account-phone',
  'recover-forget': 'recover-overview',
  'recover-report': 'recover-overview',
  'recover-report-print': 'recover-overview',
  'recover-phrase': 'recover',
  'recover-phrase-fault': 'recover-providers-fault',
  'reset-keys': 'settings',
  'recover-nothing-chosen': 'recover-grant',
};

await build();
const server = createServer(serve).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: chromium(),
  args: ['--no-sandbox', '--disable-gpu', '--lang=en'],
});
mkdirSync(pictures, { recursive: true });

let broken = 0;
try {
  broken = await look();
} finally {
  await browser.close();
  server.close();
  rmSync(bundle, { recursive: true, force: true });
}
console.log(broken === 0 ? `every screen is in order; pictures in ${pictures}` : `${broken} rules broken`);
process.exitCode = broken === 0 ? 0 : 1;

/** What a person does on a screen before it is looked at. */
function acts() {
  return {
    'unlock-wrong': async (page) => {
      await page.type('[data-testid=unlock-password]', 'wrong');
      await page.click('[data-testid=unlock-submit]');
      await page.waitForSelector('[data-testid=fault]');
    },
    forgot: async (page) => {
      await page.click('[data-testid=unlock-forgot]');
      await page.waitForSelector('[data-testid=vault-reset]');
    },
    reset: async (page) => {
      await page.click('[data-testid=unlock-forgot]');
      await page.click('[data-testid=vault-reset]');
      await page.waitForSelector('[data-testid=vault-reset-confirm]');
    },
    'welcome-weak': async (page) => {
      await page.type('[data-testid=vault-create-password]', 'summer12');
      await page.type('[data-testid=vault-create-repeat]', 'summer13');
      await page.waitForSelector('[data-testid=vault-create-weak]');
    },
    'export-save': async (page) => {
      await seal(page);
    },
    'export-look': async (page) => {
      await seal(page);
      await page.click('[data-testid=export-download]');
      await page.waitForSelector('[data-testid=export-verify]');
    },
    'export-done': async (page) => {
      await seal(page);
      await page.click('[data-testid=export-download]');
      const input = await page.waitForSelector('[data-testid=export-verify]');
      await input.uploadFile(here('look.mjs'));
      await page.waitForSelector('[data-testid=export-done]');
    },
    'import-fault': async (page) => {
      const input = await page.waitForSelector('[data-testid=import-file]');
      await input.uploadFile(here('look.mjs'));
      await page.waitForSelector('[data-testid=fault]');
    },
    'contact-edit': async (page) => {
      await page.click('[data-testid=contact-add]');
      await page.type('[data-testid=contact-name]', 'Boat club');
      await page.type('[data-testid=contact-address]', '3FVMj8');
      await page.click('[data-testid=contact-submit]');
      await page.waitForSelector('[data-testid=fault]');
    },
    'contact-delete': async (page) => {
      await page.click('[data-testid=contact-delete]');
      await page.waitForSelector('[data-testid=dialog-confirm]');
    },
    'account-rename': async (page) => {
      await page.click('[data-testid=rename]');
      await page.waitForSelector('[data-testid=rename-name]');
    },
    'contact-long': async (page) => {
      await page.click('[data-testid=contact-add]');
      await page.type('[data-testid=contact-name]', 'The boat club of the old harbour, membership office');
      await page.type('[data-testid=contact-note]', 'Every January');
      await page.waitForSelector('[data-testid=field-room][data-over=true]');
    },
    'rename-long': async (page) => {
      await page.click('[data-testid=rename]');
      await page.type('[data-testid=rename-name]', 'Everything we put aside for the boat');
      await page.waitForSelector('[data-testid=field-room][data-over=true]');
    },
    'settings-allow': async (page) => {
      await page.type('[data-testid=settings-node-url]', 'https://node.example.org');
      await page.click('[data-testid=settings-node-add]');
      await page.waitForSelector('[data-testid=settings-node-allow]');
    },
    'export-phone': async (page) => {
      await page.click('[data-testid=export-format-phone-wallet]');
      await page.waitForSelector('[data-testid=export-preview][data-format=phone-wallet]');
    },
    'key-export': async (page) => {
      await askForKeys(page);
      await page.waitForSelector('[data-testid=fault]');
    },
    'key-export-ready': async (page) => {
      await askForKeys(page);
      await page.waitForSelector('[data-testid=key-export-download]');
    },
    'recover-forget': async (page) => {
      await page.click('[data-testid=recover-discard]');
      await page.waitForSelector('[data-testid=dialog-confirm]');
    },
    'recover-report': async (page) => {
      await page.click('[data-testid=recover-report]');
      await page.waitForSelector('[data-testid=search-report]');
    },
    'recover-report-print': async (page) => {
      await page.click('[data-testid=recover-report]');
      await page.waitForSelector('[data-testid=search-report]');
      await page.emulateMediaType('print');
    },
    'recover-phrase': async (page) => {
      await page.click('[data-testid=recover-phrase]');
      await page.waitForSelector('[data-testid=recover-providers-some]');
      await page.click('[data-testid=recover-providers-some]');
      await page.waitForSelector('[data-testid=recover-provider-1]');
    },
    'recover-phrase-fault': async (page) => {
      await page.click('[data-testid=recover-phrase]');
      await page.waitForSelector('[data-testid=fault]');
    },
    'reset-keys': async (page) => {
      await page.click('[data-testid=vault-reset]');
      await page.waitForSelector('[data-testid=vault-reset-keys]');
    },
    'recover-nothing-chosen': async (page) => {
      await page.click('[data-testid=recover-connect]');
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
  };
}

async function askForKeys(page) {
  await page.click('[data-testid=account-key-export]');
  await page.click('[data-testid=key-export-understood]');
  await page.type('[data-testid=key-export-password]', 'seven green boats');
  await page.click('[data-testid=key-export-submit]');
}

async function seal(page) {
  await page.waitForSelector('[data-testid=export-preview]');
  await page.type('[data-testid=export-password]', 'correct horse battery staple');
  await page.type('[data-testid=export-repeat]', 'correct horse battery staple');
  await page.click('[data-testid=export-submit]');
  await page.waitForSelector('[data-testid=export-download]');
}

async function look() {
  const names = readFileSync(here('states.ts'), 'utf8')
    .split('export const STATES')[1]
    .matchAll(/^ {2}'?([a-z-]+)'?: /gm);
  const popups = ['popup-unknown', 'popup-absent', 'popup-locked', 'popup-unlocked', 'popup-covered', 'popup-search'];
  const states = [...[...names].map(([, name]) => name), ...Object.keys(BEGINS_AS), ...popups];
  const act = acts();
  let count = 0;
  for (const state of states.filter((name) => only.length === 0 || only.includes(name))) {
    for (const look of ['light', 'dark', 'narrow', 'rtl']) {
      if (look === 'narrow' && state.startsWith('popup')) continue;
      const page = await browser.newPage();
      page.on('pageerror', (error) => {
        count += 1;
        console.log(`${state} ${look}: ${error.message}`);
      });
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        count += 1;
        console.log(`${state} ${look}: ${message.text()}`);
      });
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: look === 'dark' ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      const popup = state.startsWith('popup');
      await page.setViewport({ width: popup ? 360 : look === 'narrow' ? 320 : 1180, height: popup ? 600 : 800 });
      const from = BEGINS_AS[state] ?? state;
      await page.goto(`${origin}/${popup ? 'popup' : 'page'}.html?state=${from}&dir=${look === 'rtl' ? 'rtl' : 'ltr'}`);
      await page.waitForSelector('h1, .closed');
      await act[state]?.(page);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await page.screenshot({ path: join(pictures, `${state}-${look}.png`), fullPage: look !== 'rtl' });
      count += await judge(page, `${state} ${look}`);
      await page.close();
    }
  }
  return count;
}

/** Accessibility rules, nothing wider than the window, and a popup no higher than a browser allows. */
async function judge(page, name) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
  for (const { id, nodes } of violations) {
    console.log(`${name}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }
  const size = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    high: document.documentElement.scrollHeight,
  }));
  const missing = await page.evaluate(() => /\{[a-z]+\}/i.exec(document.body.innerText)?.[0] ?? null);
  if (size.wide > 0) console.log(`${name}: ${size.wide} px wider than the window`);
  if (name.startsWith('popup') && size.high > 600) console.log(`${name}: ${size.high} px high`);
  if (missing !== null) console.log(`${name}: unfilled ${missing}`);
  return (
    violations.length +
    Number(size.wide > 0) +
    Number(name.startsWith('popup') && size.high > 600) +
    Number(missing !== null)
  );
}

function build() {
  const compiler = webpack({
    mode: 'development',
    devtool: false,
    context: here('../..'),
    entry: { page: here('page.tsx'), popup: here('popup.ts') },
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
    process.env.LIFEBOAT_CHROMIUM,
    '/usr/lib/chromium/chromium',
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  const found = known.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no Chromium found: set LIFEBOAT_CHROMIUM');
  return found;
}
