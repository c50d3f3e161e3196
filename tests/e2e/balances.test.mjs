// What accounts hold: shown by a search at once, and all of it on an account's page, whatever keeps it from being sent.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { freshWallet, startRecovery } from './support/steps.mjs';
import { approveNumbers } from './support/told.mjs';

describe('what accounts hold', { timeout: 300_000 }, () => {
  let node;
  let ledger;
  let chromium;
  let screen;
  /** Addresses in the order of the scenario. */
  let addresses;

  before(async () => {
    node = await startNode({ scenario: 'holdings' });
    ledger = await startLedger();
    chromium = await launch({ ledger });
    screen = await freshWallet(chromium, node);
    addresses = (await node.accounts()).filter(({ other }) => !other).map(({ address }) => address);
  });

  after(async () => {
    await chromium?.close();
    await ledger?.stop();
    await node?.stop();
  });

  test('a search lists them with what they hold, the fullest first, and asks no question more', async () => {
    await startRecovery(screen);
    await approveNumbers(screen, ledger, [0, 1]);
    await screen.click('recover-stop');
    await screen.see('recover-overview', { found: 5 });
    const order = (await screen.allData('recover-found')).map(({ address }) => addresses.indexOf(address));
    assert.deepEqual(order, [0, 1, 4, 3, 2]);
    const totals = (await screen.allData('found-total')).map(({ microCcd }) => BigInt(microCcd));
    assert.deepEqual(totals, [10_000_000_000n, 5_000_000_000n, 900_000_000n, 42_000_000n, 1_000_000n]);
    const sum = totals.reduce((all, one) => all + one, 0n);
    assert.equal((await screen.data('findings-total')).microCcd, String(sum));
    assert.match(await screen.text('recover-nothing'), /Identity 1: nothing there/u);
    const { calls } = await node.journal();
    assert.equal(calls.GetTokenInfo ?? 0, 0, 'tokens are asked about when the person looks at the chain');
  });

  test('each account says why not all of it can be sent', async () => {
    await screen.click('recover-preview');
    await screen.see('import-preview', { source: 'recovery' });
    await screen.click('import-apply');
    await screen.see('import-done');
    // What the search heard is there without a question.
    await open(0);
    await screen.see('account-balance', { state: 'exists' });
    await screen.see('balance-stake', { kind: 'suspended' });
    await screen.see('balance-cooling', { parts: 2, microCcd: 750_000_001 });
    await open(1);
    await screen.see('balance-stake', { kind: 'delegated' });
    assert.match(await screen.text('balance-stake'), /validator 42/u);
    await screen.see('balance-locked', { parts: 2, microCcd: 3_000_000_000 });
    await screen.see('balance-shielded');
    await open(3);
    await screen.see('balance-stake', { kind: 'unknown' });
    await screen.see('balance-unknown');
    await open(4);
    await screen.see('balance-stake', { kind: 'validator' });
  });

  test('tokens say whether they can be sent, and which is not CCD', async () => {
    await open(2);
    const standings = async () => (await screen.allData('balance-token')).map(({ standing }) => standing);
    assert.deepEqual(await standings(), ['not-checked', 'not-checked', 'not-checked', 'denied', 'not-checked', 'unknown']);
    await screen.click('check-chain');
    await screen.see('balance-token', { standing: 'paused' });
    assert.deepEqual(await standings(), ['free', 'free', 'paused', 'denied', 'not-allowed', 'unknown']);
    const [euro, imitation] = await screen.page.$$eval('[data-testid=balance-token]', (rows) => rows.map((row) => row.innerText));
    assert.match(euro, /12[.,]5 × “EURX”/u);
    assert.doesNotMatch(euro, /CCD/u);
    assert.match(imitation, /not CCD/u);
  });

  async function open(account) {
    await screen.goTo('accounts');
    await screen.gone('account-detail');
    await screen.click('account-row', { address: addresses[account] });
    await screen.see('account-balance');
  }
});
