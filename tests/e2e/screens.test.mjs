// Every kind of app on every model, followed literally: what the page tells about the Ledger's pages is read as a person reads it, done
// on the device, and has to lead where the page says it leads.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { discard, ROOT, until } from './support/project.mjs';
import { asked, forgetSearch, indexThrough, moreWays, openWallet, startRecovery, walletProfile } from './support/steps.mjs';
import { hastened } from './support/time.mjs';
import { approve, begin, refuse, settle } from './support/told.mjs';

/** One version of each kind, on the models it was made for. */
const DEVICES = {
  'nano-s': ['4.1.2'],
  'nano-x': ['4.1.2', '5.1.3', '5.4.0', '5.5.3', '5.6.3'],
  'nano-s-plus': ['4.1.2', '5.1.3', '5.4.0', '5.5.3', '5.6.3'],
  stax: ['5.1.3', '5.4.0', '5.5.3', '5.6.3'],
  flex: ['5.1.3', '5.4.0', '5.5.3', '5.6.3'],
};
/** Of these, those with the newer paths of the network of these tests. */
const WITH_NEWER_PATH = ['5.6.3'];

let wallet;

describe('what the page tells about the Ledger’s screen', { timeout: 900_000 }, () => {
  let node;

  before(async () => {
    node = await startNode({ scenario: path.join(ROOT, 'tests/e2e/deep.json') });
    wallet = await walletProfile(node);
  });

  after(async () => {
    await node?.stop();
    await discard(wallet);
  });

  for (const [model, versions] of Object.entries(DEVICES)) {
    test(`${model}: yes and no are reached by doing what is told, with ${versions.join(', ')}`, { timeout: 300_000 }, async () => {
      await withLedger({ options: ['--model', model] }, async ({ ledger, chromium }) => {
        const screen = await openWallet(chromium);
        for (const version of versions) {
          await ledger.install(version);
          await until('the Ledger is back', async () => (await ledger.state()).plugged);
          const paths = WITH_NEWER_PATH.includes(version) ? ['older', 'newer'] : ['older'];
          let begun = version !== '4.1.2';
          for (const where of paths) {
            await startOn(screen, where);
            if (!begun) await begin(screen, ledger);
            begun = true;
            await asked(screen, 'confirm-key-export', { index: 0 });
            assert.equal((await screen.data('ledger-question')).label, label(version, where), `${version}, ${where}`);
            await refuse(screen, ledger);
            await asked(screen, 'approve-again', { fault: 'ledger-refused' });
            await screen.click('recover-ask-again');
            await asked(screen, 'confirm-key-export', { index: 0 });
            await approve(screen, ledger);
            assert.equal((await indexThrough(screen, 0)).state, 'done', `${version}, ${where}`);
            // The next number is on the screen by now: stopping leaves it there, and says so.
            await asked(screen, 'confirm-key-export', { index: 1 });
            await screen.click('recover-stop');
            await screen.see('recover-overview');
            await settle(screen, ledger);
            await until('no question', async () => !(await ledger.state()).prompt);
            await forgetSearch(screen);
          }
        }
      });
    });
  }

  for (const start of ['deaf', 'late', 'off-bus']) {
    test(`an old app that is ${start} before its first page is left: asked once, told what to press, and it goes on`, { timeout: 120_000 }, async () => {
      const options = ['--model', 'nano-s', '--start', start];
      await withLedger({ version: '4.1.2', options }, async ({ ledger, chromium }) => {
        const screen = await openWallet(chromium);
        if (start === 'off-bus') {
          await startRecovery(screen);
          // Not there for the browser: what to press is told all the same.
          await asked(screen, 'grant-access');
          const { hand } = await screen.data('ledger-start-page');
          assert.match(await screen.text('ledger-start-page'), /Press both buttons together\.$/u);
          await ledger.hand(hand);
        } else {
          await hastened(screen, 10, async () => {
            await startRecovery(screen);
            await asked(screen, 'look-at-device');
            const { exchanges } = await ledger.state();
            await new Promise((resolve) => setTimeout(resolve, 300));
            assert.equal((await ledger.state()).exchanges, exchanges, 'asked again while the first question is unanswered');
          });
          if (start === 'late') await ledger.hand('both');
          else await begin(screen, ledger);
        }
        await asked(screen, 'confirm-key-export', { index: 0 });
        await approve(screen, ledger);
        assert.equal((await indexThrough(screen, 0)).state, 'done');
      });
    });
  }
});

/** Starts a search below one path. */
async function startOn(screen, where) {
  await screen.goTo('recover');
  await screen.see('recover-start');
  if (where === 'newer') {
    await moreWays(screen);
    const legacy = await screen.see('recover-legacy');
    if (await legacy.evaluate((input) => input.checked)) await legacy.evaluate((input) => input.click());
    await screen.tick('recover-phrase');
    await screen.tick('recover-providers-some');
    await screen.tick('recover-provider-3');
  }
  await screen.click('recover-start');
}

/** As each kind of app was seen to write it. */
function label(version, where) {
  if (where === 'newer') return 'IDP#3 ID#0';
  return version.startsWith('4.') ? 'ID #0' : 'ID#0';
}

/** A Ledger, and a browser that may use it. */
async function withLedger(wanted, use) {
  const ledger = await startLedger(wanted);
  let chromium;
  try {
    chromium = await launch({ ledger, like: wallet });
    await use({ ledger, chromium });
  } finally {
    await chromium?.close();
    await ledger.stop();
  }
}
