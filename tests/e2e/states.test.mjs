// Every screen a person can meet, drawn from the samples of tests/ui-preview: by the rules of axe-core (WCAG 2.2 AA), light and dark, in
// forced colours, in a phone's window, at a zoom of two and of four, from right to left. One browser; each screen is opened once.

import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { efforts, tableOf } from '../ui-preview/count.mjs';
import { faults } from '../ui-preview/everywhere.mjs';
import { everyName, NotDrawn, openState } from '../ui-preview/look.mjs';
import { openStage } from '../ui-preview/stage.mjs';
import { startLedger } from './support/ledger.mjs';
import { ROOT } from './support/project.mjs';

/** The table of what stands before each page's first button; LIFEBOAT_BLESS=1 writes it anew. */
const DOCUMENT = path.join(ROOT, 'docs/pages.md');
const BETWEEN = /(?<=<!-- counts -->\n)[^]*(?=<!-- end of counts -->)/u;
/** Words before the first button. Most pages need far fewer. */
const MOST_WORDS = 135;
/** Where somebody is sent who has lost everything. */
const MOST_WORDS_OF_RECOVER = 80;
/** Whoever names a colour, a size of type or a space elsewhere makes one more of them. */
const TOKENS = 'tokens.css';
/** What no sample shows alone: the pieces do. */
const UNSEEN = /^(?:high|shadow|round|sans|mono)/u;
/** Models that the simulated Ledger knows; of a Nano Gen5 nobody has recorded anything. */
const SIMULATED = ['nano-s', 'nano-s-plus', 'nano-x', 'stax', 'flex'];
/** At the same time: the browser has one process for each. */
const PAGES = 2;
describe('every screen', { timeout: 900_000 }, () => {
  let stage;

  before(async () => {
    stage = await openStage();
  });

  after(() => stage?.close());

  test('is in order, for everybody', async (t) => {
    const names = everyName(stage);
    const left = [...names];
    const broken = [];
    const work = async () => {
      let tab = await open(stage);
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        let found;
        try {
          found = await faults(tab.page, tab.devtools, stage, name);
        } catch (error) {
          if (!(error instanceof NotDrawn)) throw error;
          // A busy browser now and then loses a tab's load; a screen that cannot be drawn in a fresh tab is broken.
          t.diagnostic(`in a fresh tab: ${error.message}`);
          await tab.page.close();
          tab = await open(stage);
          found = await faults(tab.page, tab.devtools, stage, name).catch((again) => [again.message]);
        }
        broken.push(...found.map((fault) => `${name}: ${fault}`));
      }
      await tab.page.close();
    };
    await Promise.all(Array.from({ length: PAGES }, work));
    t.diagnostic(`${names.length} screens`);
    assert.deepEqual(broken.sort(), []);
  });

  test('does not keep people from what they came for', async (t) => {
    const found = await efforts(stage);
    const table = `${tableOf(found)}\n`;
    t.diagnostic(table);
    const { recover } = found;
    assert.ok(recover.words <= MOST_WORDS_OF_RECOVER && recover.controls === 0, JSON.stringify(recover));
    const long = Object.entries(found).filter(([, { words, button }]) => button !== null && words > MOST_WORDS);
    assert.deepEqual(long, []);
    const written = await readFile(DOCUMENT, 'utf8');
    assert.match(written, BETWEEN);
    if (process.env.LIFEBOAT_BLESS !== undefined) await writeFile(DOCUMENT, written.replace(BETWEEN, () => table));
    else assert.equal(BETWEEN.exec(written)?.[0], table, 'LIFEBOAT_BLESS=1 writes it anew');
  });

  test('folds what is only looked up, and unfolds what is not as usual', async () => {
    const page = await stage.browser.newPage();
    const isOpen = async (state) => {
      await openState(page, stage, state, 'en', 1280);
      return page.$eval('[data-testid=account-about]', ({ open }) => open);
    };
    assert.equal(await isOpen('account'), false, 'everything is as usual');
    assert.equal(await isOpen('account-read-only'), true, 'a credential is not on the account any more');
    assert.equal(await isOpen('account-others-on-record'), true, 'not proven by its address');
    await page.close();
  });

  test('shows what another kind of file is where it was pressed for', async () => {
    const page = await stage.browser.newPage();
    await openState(page, stage, 'export-phone', 'en', 1280);
    const { focus, kinds } = await page.evaluate(() => ({
      focus: document.activeElement.textContent,
      kinds: [...document.querySelectorAll('[data-testid^=export-format-]')].map(({ dataset }) => dataset.testid),
    }));
    assert.equal(focus, 'Phone wallet file');
    assert.deepEqual(kinds, ['export-format-lifeboat-backup', 'export-format-desktop-wallet']);
    await page.close();
  });

  test('draws each Ledger with the page that the app shows on it while it waits', async () => {
    const page = await stage.browser.newPage();
    await openState(page, stage, 'samples-ledgers', 'en', 1280);
    const drawn = await page.$$eval('[data-picture=home]', (pieces) =>
      pieces.map((piece) => [piece.dataset.model, [...piece.querySelectorAll('text')].map(({ textContent }) => textContent)]),
    );
    await page.close();
    assert.equal(drawn.length, 6);
    for (const [model, lines] of drawn) {
      const name = model.toLowerCase().replaceAll(' ', '-');
      if (!SIMULATED.includes(name)) continue;
      const ledger = await startLedger({ version: name === 'nano-s' ? '4.1.2' : '5.4.0', options: ['--model', name] });
      try {
        // Older apps begin with a page of their own.
        if (name === 'nano-s') await ledger.hand('both');
        const { screen } = await ledger.state();
        assert.deepEqual(lines, screen.slice(0, lines.length), model);
      } finally {
        await ledger.stop();
      }
    }
  });

  test('is made of pieces that have a sample, in colours, sizes and spaces that stand in one place', async () => {
    const ui = path.join(ROOT, 'extension/ui');
    const samples = await readFile(path.join(ROOT, 'tests/ui-preview/samples.tsx'), 'utf8');
    const pieces = (await readdir(ui)).filter((name) => name.endsWith('.tsx')).map((name) => name.slice(0, -4));
    assert.deepEqual(pieces.filter((name) => !samples.includes(`/ui/${name}'`)), [], 'pieces without a sample');
    const tokens = [...(await readFile(path.join(ui, TOKENS), 'utf8')).matchAll(/^ {2}--([a-z\d-]+):/gmu)].map(([, name]) => name);
    const own = [];
    const used = new Set();
    for (const sheet of (await readdir(path.join(ROOT, 'extension'), { recursive: true })).filter((name) => name.endsWith('.css'))) {
      const text = await readFile(path.join(ROOT, 'extension', sheet), 'utf8');
      for (const [, name] of text.matchAll(/var\(--([a-z\d-]+)/gu)) used.add(name);
      if (sheet.endsWith(TOKENS)) continue;
      const raw = (line) => /#[0-9a-f]{3,8}\b|rgb\(|hsl\(|font-size: [\d.]+rem/u.test(line) || hasRawSpace(line);
      own.push(...text.split('\n').filter(raw).map((line) => `${sheet}: ${line.trim()}`));
    }
    assert.deepEqual(own, [], `these belong into ${TOKENS}`);
    // A name that nobody gave is no error to a browser: there is just nothing there.
    assert.deepEqual([...used].filter((name) => !tokens.includes(name)), [], `not in ${TOKENS}`);
    assert.deepEqual(tokens.filter((name) => !used.has(name)), [], 'tokens that nothing is made of');
    const page = await stage.browser.newPage();
    await openState(page, stage, 'samples-words', 'en', 1280);
    const shown = await page.$$eval('[data-token]', (all) => all.map(({ dataset }) => dataset.token));
    await page.close();
    assert.deepEqual(tokens.filter((name) => !shown.includes(name) && !UNSEEN.test(name)), [], 'tokens without a sample');
  });

  test('knows a raw space when it sees one', () => {
    const raw = ['margin: 3px', 'padding-block: var(--space-2) 0.3rem', 'row-gap: .5em', 'inset-block-start: calc(1rem + var(--space-1))', 'scroll-padding: 2vh', 'margin: 0 -2px'];
    const fine = ['margin: 0 auto', 'margin: -1px', 'inset: 0', 'padding: 0 var(--space-9)', 'gap: calc(-1 * var(--space-10))', 'margin: 5%', 'padding: clamp(var(--space-1), 4vw, var(--space-2))', 'inline-size: 3px'];
    assert.deepEqual(raw.filter((line) => !hasRawSpace(`  ${line};`)), []);
    assert.deepEqual(fine.filter((line) => hasRawSpace(`  ${line};`)), []);
  });
});

/** Whether a line of a style sheet leaves a space that is no step of the scale. A hairline is none, and what belongs to the window is clamped. */
function hasRawSpace(line) {
  const [, value] = /^\s*(?:scroll-)?(?:margin|padding|inset|gap|row-gap|column-gap|top|right|bottom|left)(?:-[a-z-]+)?: ([^;]*);/u.exec(line) ?? [];
  if (value === undefined) return false;
  const left = value.replaceAll(/var\(--[a-z\d-]+\)/gu, '').replaceAll(/(?<=clamp\(\s*, )\d+v[wh](?=,)/gu, '').replaceAll(/(?<![\d.])-?1px/gu, '');
  return /[\d.]+[a-z]/u.test(left);
}

async function open(stage) {
  const page = await stage.browser.newPage();
  return { page, devtools: await page.createCDPSession() };
}
