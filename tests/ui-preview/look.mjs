// Looks at every screen: pictures light and dark, wide and narrow (360 px), one right to left, and the accessibility rules on each.
// `cargo xtask pictures [only these states…]`; ends with 1 when a rule is broken. With LIFEBOAT_LANGUAGE=de: in German only, wide and narrow.
// The rules alone: `tests/e2e/states.test.mjs`.

import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { judge } from './judge.mjs';
import { openStage } from './stage.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Screens that begin as another one. */
export const BEGINS_AS = {
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
  'ledger-rename': 'identities',
  'contact-delete': 'contacts',
  'contact-long': 'contacts',
  'rename-long': 'account',
  'settings-allow': 'settings-nodes',
  'settings-search': 'settings-beside-search',
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
/** Those that the documents show: with LIFEBOAT_BLESS=1 they are drawn there, too. */
const IN_DOCUMENTS = { 'recover-row-asking': 'recovery', 'popup-covered': 'popup' };
/** One language alone, when it is asked for. */
const LANGUAGE = process.env.LIFEBOAT_LANGUAGE;
const IN_LANGUAGE = [
  { look: LANGUAGE, colours: 'light', width: 1180 },
  { look: `${LANGUAGE}-narrow`, colours: 'light', width: 360 },
];
/** CSS pixels: what a window of 1280 is at a zoom of four. Nothing may be wider. */
const NARROWEST = 320;
/** Summaries that the popup is drawn from. */
export const POPUPS = ['popup-unknown', 'popup-absent', 'popup-locked', 'popup-unlocked', 'popup-covered', 'popup-search'];

/** Every name there is. */
export const everyName = ({ states }) => [...states, ...Object.keys(BEGINS_AS), ...POPUPS];

/** The browser lost the load of a page: says nothing about the screen until a fresh tab loses it, too. */
export class NotDrawn extends Error {
  name = 'NotDrawn';
}

/** Opens a screen, and does there what a person does before it is looked at. */
export async function openState(page, { origin }, state, language, width) {
  const popup = POPUPS.includes(state);
  const begins = BEGINS_AS[state] ?? state;
  await page.setViewport({ width: popup ? 360 : width, height: popup ? 600 : 800 });
  // A page that is there draws another state much sooner than it loads.
  const there = new URL(page.url());
  if (!popup && there.pathname === '/page.html' && there.searchParams.get('language') === language) {
    await page.evaluate((state) => globalThis.show(state), begins);
    await drawn(state, () => page.waitForSelector('h1, .closed'));
  } else {
    await drawn(state, async () => {
      await page.goto(`${origin}/${popup ? 'popup' : 'page'}.html?state=${begins}&language=${language}`);
      await page.waitForSelector('h1, .closed');
    });
  }
  await acts()[state]?.(page);
}

/** Only the load: what goes wrong afterwards, in what a person does, is the screen's own. */
async function drawn(state, load) {
  try {
    await load();
  } catch (error) {
    throw new NotDrawn(`${state} is not drawn: ${error.message}`, { cause: error });
  }
}

/** What a person does on a screen before it is looked at. */
export function acts() {
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
    'contacts-table': async (page) => {
      await page.click('[data-testid=contacts-table]');
      await page.waitForSelector('[data-testid=table-counts]');
    },
    'ledger-rename': async (page) => {
      await page.click('[data-testid=ledger-row] [data-testid=rename]');
      await page.waitForSelector('[data-testid=rename-name]');
    },
    'welcome-password': (page) => page.click('[data-testid=have-ledger]'),
    'welcome-weak': async (page) => {
      await page.click('[data-testid=have-file]');
      // The heading takes the focus when the page is there: sooner than a hand types.
      await page.waitForFunction(() => document.activeElement?.matches('h1'));
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
    'settings-search': async (page) => {
      await page.select('[data-testid=settings-network]', (await page.$$eval('[data-testid=settings-network] option', (all) => all.map(({ value }) => value)))[1]);
      await page.waitForSelector('[data-testid=remedy]');
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

async function look(stage, pictures, only) {
  const states = everyName(stage);
  const unknown = only.filter((name) => !states.includes(name));
  if (unknown.length > 0) throw new Error(`no such state: ${unknown.join(', ')}`);
  let count = 0;
  for (const state of states.filter((name) => only.length === 0 || only.includes(name))) {
    try {
      const at = (language, looks) => lookAt(stage, pictures, state, language, looks);
      if (LANGUAGE === undefined) count += (await at('en', LOOKS)) + (await at('ar', [{ ...LOOKS[0], look: 'rtl' }]));
      else count += await at(LANGUAGE, IN_LANGUAGE);
    } catch (error) {
      count += 1;
      console.log(`${state}: ${error.message}`);
    }
  }
  return count;
}

/** One page, opened once; what a person does there is done once, and the window changes around it. */
async function lookAt(stage, pictures, state, language, looks) {
  const page = await stage.browser.newPage();
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
    await openState(page, stage, state, language, LOOKS[0].width);
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
      if (!popup && language !== 'ar') await page.setViewport({ width, height: Math.min(Math.max(high, 800), 12_000) });
      await page.screenshot({ path: join(pictures, `${state}-${name}.png`) });
      if (name === 'light') await forDocuments(page, state);
      await size(width);
      if (width === 360) await size(NARROWEST);
      for (const broken of await judge(page, { isForced: forced, isPopup: popup })) tell(`${name}: ${broken}`);
    }
  } finally {
    await page.close();
  }
  return count;
}

/** A picture for the documents: a window as it stands, or all that a popup shows. */
async function forDocuments(page, state) {
  const name = IN_DOCUMENTS[state];
  if (name === undefined || process.env.LIFEBOAT_BLESS === undefined) return;
  const popup = POPUPS.includes(state);
  const high = await page.evaluate(() => document.body.scrollHeight);
  await page.setViewport(popup ? { width: 360, height: high } : { width: 1280, height: 800 });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: here(`../../docs/pictures/${name}.png`) });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [pictures = join(tmpdir(), 'lifeboat-pictures'), ...only] = process.argv.slice(2);
  mkdirSync(pictures, { recursive: true });
  const stage = await openStage();
  let broken = 0;
  try {
    broken = await look(stage, pictures, only);
  } finally {
    await stage.close();
  }
  console.log(broken === 0 ? `every screen is in order; pictures in ${pictures}` : `${broken} rules broken`);
  process.exitCode = broken === 0 ? 0 : 1;
}
