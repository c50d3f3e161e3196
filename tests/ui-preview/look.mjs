// Looks at every screen: pictures light and dark, wide and narrow (360 px), one right to left, and the accessibility rules on each.
// `cargo xtask pictures [only these states…]`; ends with 1 when a rule is broken. With LIFEBOAT_LANGUAGE=de: in German only, wide and narrow.

import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import puppeteer from 'puppeteer-core';
import webpack from 'webpack';

import { packedTexts } from '../../extension/texts.pack.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [pictures = join(tmpdir(), 'lifeboat-pictures'), ...only] = process.argv.slice(2);
const bundle = join(tmpdir(), `lifeboat-preview-${process.pid}`);
const CSP = JSON.parse(readFileSync(here('../../manifest.json'), 'utf8')).content_security_policy.extension_pages;
const AXE = readFileSync(here('../../node_modules/axe-core/axe.min.js'), 'utf8');
const TEXTS = new Map(packedTexts().map(({ path, content }) => [path, content]));
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
  'unlock-choose': 'unlock-two-vaults',
  'settings-password': 'settings',
  'settings-password-wait': 'settings-password-changing',
  'settings-password-refused': 'settings-password-wrong',
  'import-wait': 'import-deriving',
  'contact-alike-typed': 'contact-alike',
  'export-unlock-wrong': 'export-wrong-unlock',
  'export-save-many': 'export-many',
  'overview-disk-full-still': 'overview-disk-full',
  'remove-account-ask': 'remove-account',
  'remove-account-behind-ask': 'remove-account-behind',
  'remove-keys-ask': 'remove-keys-covered',
  'remove-identity-ask': 'remove-identity',
  'removed-told': 'removed',
  'settings-hidden-told': 'settings-hidden',
  'settings-not-running-told': 'settings-not-running',
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
  'recover-more': 'recover',
  'welcome-password': 'welcome',
  'recover-phrase': 'recover',
  'recover-phrase-fault': 'recover-providers-fault',
  'reset-keys': 'settings',
  'recover-nothing-chosen': 'recover-grant',
  'keys-consent': 'keys-before',
  'keys-consent-elsewhere': 'keys-before-elsewhere',
  'address-before': 'keys-before',
};

/** Where a state is looked at: what the picture is called after, the colours, the width. */
const LOOKS = [
  { look: 'light', colours: 'light', width: 1180 },
  { look: 'dark', colours: 'dark', width: 1180 },
  { look: 'narrow', colours: 'light', width: 360 },
  { look: 'narrow-dark', colours: 'dark', width: 360 },
  { look: 'forced', colours: 'dark', width: 1180, forced: true },
];
/** One language alone, when it is asked for. */
const LANGUAGE = process.env.LIFEBOAT_LANGUAGE;
const IN_LANGUAGE = [
  { look: LANGUAGE, colours: 'light', width: 1180 },
  { look: `${LANGUAGE}-narrow`, colours: 'light', width: 360 },
];
/** CSS pixels: what a window of 1280 is at a zoom of four. Nothing may be wider. */
const NARROWEST = 320;
const POPUPS = ['popup-unknown', 'popup-absent', 'popup-locked', 'popup-unlocked', 'popup-covered', 'popup-search'];

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
    'welcome-password': (page) => page.click('[data-testid=have-ledger]'),
    'welcome-weak': async (page) => {
      await page.click('[data-testid=have-file]');
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
    'unlock-choose': async (page) => {
      await page.click('[data-testid=vault-choice][data-set-aside=true]');
    },
    'settings-password': async (page) => {
      await page.click('[data-testid=password-change]');
      await page.waitForSelector('[data-testid=password-current]');
    },
    'settings-password-wait': async (page) => {
      await changePassword(page);
      await page.waitForSelector('progress, .busy');
    },
    'settings-password-refused': async (page) => {
      await changePassword(page);
      await page.waitForSelector('[data-testid=fault]');
    },
    'import-wait': async (page) => {
      await page.type('[data-testid=import-password]', 'seven green boats');
      await page.click('[data-testid=import-open]');
    },
    'contact-alike-typed': async (page) => {
      await page.click('[data-testid=contact-add]');
      await page.type('[data-testid=contact-name]', 'Boat club');
      await page.waitForSelector('[data-testid=name-alike]');
    },
    'export-unlock-wrong': async (page) => {
      await fillExport(page);
      await page.waitForSelector('[data-testid=fault]');
    },
    'export-save-many': async (page) => {
      await seal(page);
    },
    'overview-disk-full-still': async (page) => {
      await page.click('[data-testid=one-copy-again]');
      await page.waitForSelector('[data-testid=one-copy-still]');
    },
    'remove-account-ask': (page) => askToRemove(page, 'account'),
    'remove-account-behind-ask': (page) => askToRemove(page, 'account'),
    'remove-keys-ask': (page) => askToRemove(page, 'account-keys'),
    'remove-identity-ask': (page) => askToRemove(page, 'identity'),
    'removed-told': async (page) => {
      await askToRemove(page, 'account');
      await page.click('[data-testid=remove-submit]');
      await page.waitForSelector('[data-testid=removed]');
    },
    'settings-hidden-told': (page) => tryNode(page),
    'settings-not-running-told': (page) => tryNode(page),
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
      await page.waitForSelector('[data-testid=remedy]');
      await page.click('[data-testid=remedy]');
      await page.waitForSelector('[data-testid=remedy-answer]');
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
    'recover-more': (page) => page.click('[data-testid=recover-more]'),
    'recover-phrase': async (page) => {
      await page.click('[data-testid=recover-more]');
      await page.click('[data-testid=recover-phrase]');
      await page.waitForSelector('[data-testid=recover-providers-some]');
      await page.click('[data-testid=recover-providers-some]');
      await page.waitForSelector('[data-testid=recover-provider-1]');
    },
    'recover-phrase-fault': async (page) => {
      await page.click('[data-testid=recover-more]');
      await page.click('[data-testid=recover-phrase]');
      await page.waitForSelector('[data-testid=fault]');
    },
    'reset-keys': async (page) => {
      await page.click('[data-testid=vault-reset]');
      await page.waitForSelector('[data-testid=vault-reset-keys]');
    },
    'keys-consent': (page) => searchOtherwise(page, 'recover-from-keys'),
    'keys-consent-elsewhere': (page) => searchOtherwise(page, 'recover-from-keys'),
    'address-before': (page) => searchOtherwise(page, 'recover-from-address'),
    'recover-nothing-chosen': async (page) => {
      await page.click('[data-testid=recover-connect]');
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
  };
}

async function searchOtherwise(page, from) {
  await page.click('[data-testid=recover-more]');
  await page.click(`[data-testid=${from}]`);
}

async function askForKeys(page) {
  await page.click('[data-testid=account-key-export]');
  await page.click('[data-testid=key-export-understood]');
  await page.type('[data-testid=key-export-password]', 'seven green boats');
  await page.click('[data-testid=key-export-submit]');
}

async function changePassword(page) {
  await page.click('[data-testid=password-change]');
  await page.type('[data-testid=password-current]', 'seven green boats');
  await page.type('[data-testid=password-new-password]', 'correct horse battery staple');
  await page.type('[data-testid=password-new-repeat]', 'correct horse battery staple');
  await page.click('[data-testid=password-new-submit]');
}

async function askToRemove(page, what) {
  await page.click(`[data-testid=remove-${what}]`);
  await page.waitForSelector('[data-testid=removal]');
}

async function tryNode(page) {
  await page.type('[data-testid=settings-node-url]', 'https://node.example.org');
  await page.click('[data-testid=settings-node-submit]');
  await page.waitForSelector('[data-testid=fault]');
}

async function fillExport(page) {
  await page.waitForSelector('[data-testid=export-preview]');
  await page.type('[data-testid=export-unlock]', 'seven green boats');
  await page.type('[data-testid=export-password]', 'correct horse battery staple');
  await page.type('[data-testid=export-repeat]', 'correct horse battery staple');
  await page.click('[data-testid=export-submit]');
}

async function seal(page) {
  await fillExport(page);
  await page.waitForSelector('[data-testid=export-download]');
}

async function look() {
  const states = [...(await stateNames()), ...Object.keys(BEGINS_AS), ...POPUPS];
  const unknown = only.filter((name) => !states.includes(name));
  if (unknown.length > 0) throw new Error(`no such state: ${unknown.join(', ')}`);
  let count = 0;
  for (const state of states.filter((name) => only.length === 0 || only.includes(name))) {
    try {
      if (LANGUAGE === undefined) count += (await lookAt(state, 'en', LOOKS)) + (await lookAt(state, 'ar', [{ ...LOOKS[0], look: 'rtl' }]));
      else count += await lookAt(state, LANGUAGE, IN_LANGUAGE);
    } catch (error) {
      count += 1;
      console.log(`${state}: ${error.message}`);
    }
  }
  return count;
}

/** One page, opened once; what a person does there is done once, and the window changes around it. */
async function lookAt(state, language, looks) {
  const page = await browser.newPage();
  const devtools = await page.createCDPSession();
  const popup = POPUPS.includes(state);
  let count = 0;
  const tell = (text) => {
    count += 1;
    console.log(`${state} ${language}: ${text}`);
  };
  page.on('pageerror', (error) => tell(error.message));
  page.on('console', (message) => message.type() === 'error' && tell(message.text()));
  try {
    const size = (width) => page.setViewport({ width: popup ? 360 : width, height: popup ? 600 : 800 });
    await size(LOOKS[0].width);
    await page.goto(`${origin}/${popup ? 'popup' : 'page'}.html?state=${BEGINS_AS[state] ?? state}&language=${language}`);
    await page.waitForSelector('h1, .closed');
    await acts()[state]?.(page);
    for (const { look: name, colours, width, forced = false } of looks.filter(({ width }) => !popup || width > 360)) {
      await size(width);
      await devtools.send('Emulation.setEmulatedMedia', {
        features: [
          { name: 'prefers-color-scheme', value: colours },
          { name: 'prefers-reduced-motion', value: 'reduce' },
          { name: 'forced-colors', value: forced ? 'active' : 'none' },
        ],
      });
      await new Promise((resolve) => setTimeout(resolve, 60));
      // A window as high as the page: what sticks to its edge would else lie across the middle of the picture.
      const high = await page.evaluate(() => document.documentElement.scrollHeight);
      if (!popup && name !== 'rtl') await page.setViewport({ width, height: Math.min(Math.max(high, 800), 12_000) });
      await page.screenshot({ path: join(pictures, `${state}-${name}.png`) });
      await size(width);
      if (width === 360) await size(NARROWEST);
      count += await judge(page, `${state} ${name}`);
    }
  } finally {
    await page.close();
  }
  return count;
}

async function stateNames() {
  const page = await browser.newPage();
  await page.goto(`${origin}/page.html?state=welcome`);
  await page.waitForSelector('h1');
  const names = await page.evaluate(() => globalThis.stateNames);
  await page.close();
  return names;
}

/** Accessibility rules, nothing wider than the window, and a popup no higher than a browser allows. */
async function judge(page, name) {
  await page.evaluate(AXE);
  // With forced colours the person's own are drawn, and axe reads those that are not.
  const rules = name.endsWith(' forced') ? { 'color-contrast': { enabled: false } } : {};
  const { violations } = await page.evaluate((rules) => globalThis.axe.run({ resultTypes: ['violations'], rules }), rules);
  for (const { id, nodes } of violations) {
    console.log(`${name}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }
  const size = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    high: document.documentElement.scrollHeight,
  }));
  // What is to be typed in a terminal has braces of its own.
  const missing = await page.evaluate(() => {
    const code = [...document.querySelectorAll('pre')].map(({ innerText }) => innerText);
    const said = code.reduce((text, typed) => text.replace(typed, ''), document.body.innerText);
    return /\{[a-z]+\}/i.exec(said)?.[0] ?? null;
  });
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
  const text = TEXTS.get(name);
  if (text !== undefined) return response.writeHead(200, { 'content-type': 'application/json' }).end(text);
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
