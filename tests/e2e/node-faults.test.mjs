// Whatever goes wrong on the way to the node, through the browser's own fetch: it never becomes "no account".

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { discard } from './support/project.mjs';
import { asked, foundAddresses, indexThrough, openWallet, startRecovery, walletProfile } from './support/steps.mjs';
import { hasten } from './support/time.mjs';
import { approve } from './support/told.mjs';

const SILENT = 'no answer at all';

const FAULTS = {
  'a refused connection': (node) => node.refuse(),
  'HTTP 404': (node) => node.failLookups('http-404'),
  'HTTP 404 that looks like a real "not found"': (node) => node.failLookups('absent-page'),
  'HTTP 502': (node) => node.failLookups('http-502'),
  'a page of somebody else': (node) => node.failLookups('html'),
  'grpc-status 8': (node) => node.failLookups('grpc-8'),
  'grpc-status 14': (node) => node.failLookups('grpc-14'),
  'a truncated body': (node) => node.failLookups('truncate'),
  [SILENT]: (node) => node.failLookups('hang'),
};

describe('faults of the node', { timeout: 900_000 }, () => {
  let node;
  let ledger;
  let chromium;
  let expected;
  let wallet;

  before(async () => {
    node = await startNode();
    ledger = await startLedger();
    expected = await node.addressesOf({ identity: 0 });
    wallet = await walletProfile(node);
  });

  afterEach(async () => {
    await chromium?.close();
    await ledger.dismiss();
    await node.heal();
  });

  after(async () => {
    await ledger?.stop();
    await node?.stop();
    await discard(wallet);
  });

  for (const [name, fail] of Object.entries(FAULTS)) {
    test(`${name}: nothing is called absent, and everything is found once the node answers`, async () => {
      const screen = await atFirstPrompt();
      await fail(node);
      // What is never answered waits for the engine's own limit, five times; a real one is the same ten times as long.
      if (name === SILENT) await hasten(screen, 10);
      await approve(screen, ledger);
      const broken = await indexThrough(screen, 0, { within: 180_000 });
      assert.equal(broken.state, 'incomplete');
      assert.equal(broken.checked, '0');
      assert.equal(broken.notChecked, broken.total);
      assert.deepEqual(await foundAddresses(screen), []);

      // Stopped while the node still fails: the overview says how much is open, and asks for it again when told to.
      await screen.click('recover-stop');
      await screen.see('recover-overview', { found: 0, notChecked: broken.total });
      await node.heal();
      await screen.click('recover-check-again');
      await screen.see('recover-index', { index: 0, state: 'done' }, { within: 60_000 });
      assert.deepEqual(await foundAddresses(screen), expected);
    });
  }

  test('a first attempt that fails, for every single look-up, is nothing a person hears of', async () => {
    const screen = await atFirstPrompt();
    await node.failLookups('grpc-14', { attempts: 1 });
    await approve(screen, ledger);
    const row = await indexThrough(screen, 0, { within: 60_000 });
    assert.equal(row.state, 'done');
    assert.deepEqual(await foundAddresses(screen), expected);
  });

  test('the look-ups of an index are asked at once, not one after the other', async () => {
    const screen = await atFirstPrompt();
    await approve(screen, ledger);
    await indexThrough(screen, 0);
    const { lookUpsAtOnce } = await node.journal();
    assert.ok(lookUpsAtOnce > 1, `${lookUpsAtOnce} at once`);
  });

  /** A fresh wallet whose recovery waits for the first approval. */
  async function atFirstPrompt() {
    chromium = await launch({ ledger, like: wallet });
    const screen = await openWallet(chromium);
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    return screen;
  }
});
