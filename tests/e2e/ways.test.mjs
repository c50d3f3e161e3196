// How far it is: each way that somebody comes for, walked in a browser while every click and every field is counted. The table in
// docs/pages.md has to say the same; LIFEBOAT_BLESS=1 writes it anew.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport, phoneExport, ROOT } from './support/project.mjs';
import { asked, exportBackup, freshWallet, importFile, indexThrough, keepWhatWasFound, startRecovery } from './support/steps.mjs';
import { approve } from './support/told.mjs';

const DOCUMENT = path.join(ROOT, 'docs/pages.md');
const BETWEEN = /(?<=<!-- ways -->\n)[^]*(?=<!-- end of ways -->)/u;
const ANDROID = 'synthetic/cryptox-android-mainnet.concordiumwallet';
const IOS = 'synthetic/unicode-names-ios.concordiumwallet';

/** What somebody comes for; where that is here; and the walk, from an open wallet to "done". */
const WAYS = [
  ['Desktop Wallet: import its file', 'Import', ({ screen }) => desktopExport().then((file) => importFile(screen, file))],
  ['Desktop Wallet: export a file that it opens', 'Export, *Desktop Wallet file*', ({ chromium, screen }) => exportBackup(chromium, screen, { format: 'desktop-wallet' })],
  ['Desktop Wallet: recover accounts with the Ledger', 'Recover', recover],
  ['Phone: import a file from Android', 'Import', ({ screen }) => phoneExport(ANDROID).then((file) => importFile(screen, file))],
  ['Phone: import a file from an iPhone', 'Import', ({ screen }) => phoneExport(IOS).then((file) => importFile(screen, file))],
  ['Phone: export a file that it opens', 'Export, *Phone wallet file*', ({ chromium, screen }) => exportBackup(chromium, screen, { format: 'phone-wallet' })],
  ['A backup of everything', 'Export', ({ chromium, screen }) => exportBackup(chromium, screen)],
];

describe('how far each way is', { timeout: 300_000 }, () => {
  let node;
  let ledger;
  let chromium;
  let screen;

  before(async () => {
    node = await startNode();
    ledger = await startLedger({ version: '5.4.0' });
    chromium = await launch({ ledger });
    screen = await freshWallet(chromium, node);
  });

  after(async () => {
    await chromium?.close();
    await ledger?.stop();
    await node?.stop();
  });

  test('is written down', async (t) => {
    const rows = [];
    for (const [what, where, walk] of WAYS) {
      await screen.goTo('accounts');
      const { clicks, fields, presses } = await counted(screen, ledger, () => walk({ chromium, screen, ledger }));
      rows.push(`| ${what} | ${where} | ${clicks} | ${fields} | ${presses === 0 ? '–' : presses} |`);
    }
    const table = ['| what for | where here | clicks | fields | pages on the Ledger |', '| --- | --- | --: | --: | --: |', ...rows, ''].join('\n');
    t.diagnostic(table);
    const written = await readFile(DOCUMENT, 'utf8');
    assert.match(written, BETWEEN);
    if (process.env.LIFEBOAT_BLESS !== undefined) await writeFile(DOCUMENT, written.replace(BETWEEN, () => table));
    else assert.equal(BETWEEN.exec(written)?.[0], table, 'LIFEBOAT_BLESS=1 writes it anew');
  });
});

/** One identity, found and added. The Ledger is allowed to be used already: that is one more click, and two in the browser. */
async function recover({ screen, ledger }) {
  await startRecovery(screen);
  await asked(screen, 'confirm-key-export', { index: 0 });
  await approve(screen, ledger);
  await indexThrough(screen, 0);
  await keepWhatWasFound(screen);
}

/** What a walk takes: clicks (a file that is chosen is one), fields that are filled, and pages of the Ledger. */
async function counted(screen, ledger, walk) {
  const took = { clicks: 0, fields: 0, presses: 0 };
  const own = {};
  const count = (on, name, what, counts = () => true) => {
    own[name] = [on, on[name]];
    const was = on[name].bind(on);
    on[name] = (...given) => {
      if (counts(...given)) took[what] += 1;
      return was(...given);
    };
  };
  // Where a walk of the tests goes to have left a page is no part of the way.
  count(screen, 'click', 'clicks', (id) => id !== 'nav-accounts');
  count(screen, 'tick', 'clicks');
  count(screen, 'offer', 'clicks');
  count(screen, 'type', 'fields');
  count(ledger, 'hand', 'presses');
  try {
    await walk();
  } finally {
    for (const [name, [on, was]] of Object.entries(own)) {
      delete on[name];
      if (on[name] === undefined) on[name] = was;
    }
  }
  return took;
}
