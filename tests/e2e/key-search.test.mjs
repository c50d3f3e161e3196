// Accounts that no search by credential finds: their credential is a phone's, and only the signing key is the Ledger's. Found by that key,
// through a directory that may be down; a key in a stranger's account; an address that the person knows.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { ROOT } from './support/project.mjs';
import { asked, forgetSearch, freshWallet, indexThrough, moreWays, startRecovery, unlock } from './support/steps.mjs';
import { approve } from './support/told.mjs';

const SCENARIO = path.join(ROOT, 'tests/e2e/key-search.json');

describe('accounts found by public keys', { timeout: 300_000 }, () => {
  let node;
  let ledger;
  let chromium;
  let screen;
  let accounts;
  let strangers;

  before(async () => {
    node = await startNode({ scenario: SCENARIO });
    ledger = await startLedger();
    chromium = await launch({ ledger });
    screen = await freshWallet(chromium, node);
    // A browser without a window cannot show its question: it is answered with yes, and the directory lets pages read it.
    await screen.page.evaluate(() => {
      window.asked = [];
      window.givenBack = 0;
      chrome.permissions.request = async ({ origins }) => window.asked.push(...origins) > 0;
      // The directory of this test is on the node’s own host, whose right is kept: another one stands for it.
      chrome.permissions.getAll = async () => ({ origins: [...window.asked, 'https://directory.example/*'] });
      chrome.permissions.remove = async () => (window.givenBack += 1) > 0;
    });
    const all = await node.accounts();
    strangers = all[0].address;
    accounts = all.slice(1).map(({ address }) => address);
  });

  after(async () => {
    await chromium?.close();
    await ledger?.stop();
    await node?.stop();
  });

  async function detail(screen, address) {
    await screen.goTo('accounts');
    await screen.page.click(`[data-testid="account-row"][data-address="${address}"] a`);
    await screen.see('account-detail', { address });
  }

  async function search() {
    await moreWays(screen);
    await screen.tick('recover-from-keys');
    await screen.page.evaluate(() => document.querySelector('[data-testid="keys-start"] details')?.setAttribute('open', ''));
    await screen.type('keys-directory', node.url);
    await screen.click('keys-begin');
  }

  test('a directory that is down is said, and no key was told to anybody', async () => {
    await node.turn({ directory: { cors: true }, faults: [{ fault: 'http-500', method: 'health', cors: true }] });
    await search();
    await screen.see('keys-over', { found: '0' });
    await screen.see('fault', { code: 'directory-http' });
    const { calls } = await node.journal();
    assert.equal(calls.keyAccounts ?? 0, 0);
    // Both that the advice speaks of: search again, and an address that is known.
    await screen.click('keys-to-address');
    await screen.see('keys-address-start');
    await search();
    await screen.see('fault', { code: 'directory-http' });
    await screen.click('keys-anew');
    await screen.see('keys-start');
    await node.turn({ faults: [] });
  });

  test('a directory that is behind, or lists nothing of what the node has, learns no key of the Ledger', async () => {
    for (const [directory, code] of [
      [{ cors: true, lagSeconds: 7200 }, 'directory-behind'],
      [{ cors: true, empty: true }, 'directory-incomplete'],
    ]) {
      await node.turn({ directory });
      await search();
      await screen.see('keys-over', { found: '0' });
      await screen.see('fault', { code });
      await screen.click('keys-close');
    }
    // One question: about a young account of the chain.
    assert.equal((await node.journal()).calls.keyAccounts ?? 0, 1);
    await node.turn({ directory: { cors: true } });
  });

  test('a search that was stopped says what it did not check, and checks it when it is told to', async () => {
    await node.turn({ directory: { cors: true }, latencyMs: 1_000 });
    await search();
    // Every key is read, and the directory has not answered about them.
    await screen.seeAll('keys-running', ([running]) => running !== undefined && running.of !== '0' && running.read === running.of);
    await screen.click('keys-stop');
    await screen.see('keys-over');
    assert.ok(Number((await screen.data('keys-over')).notChecked) > 0);
    await node.turn({ latencyMs: 0 });
    await screen.click('keys-again');
    await screen.see('keys-over', { found: '5', notChecked: '0' }, { within: 120_000 });
    await screen.click('keys-close');
  });

  test('after a search with approvals, the keys of the Desktop Wallet are looked up without one', async () => {
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    await indexThrough(screen, 0);
    await ledger.dismiss();
    await screen.click('recover-stop');
    await screen.see('recover-overview');
    const [prompts, { calls: before }] = [await ledger.prompts(), await node.journal()];
    const card = (await screen.page.$$('[data-testid="keys-start"]')).at(-1);
    await card.evaluate((node) => node.querySelector('details').setAttribute('open', ''));
    await (await card.$('[data-testid="keys-directory"]')).type(node.url);
    await (await card.$('[data-testid="keys-begin"]')).click();
    await screen.see('keys-over', { notChecked: '0' }, { within: 120_000 });
    assert.ok((await node.journal()).calls.keyAccounts > (before.keyAccounts ?? 0), 'the directory was asked about them');
    assert.equal(await ledger.prompts(), prompts, 'nothing was asked on the Ledger');
    await screen.click('keys-close');
    await screen.goTo('recover');
    await forgetSearch(screen);
  });

  test('all accounts are found: two under one key, one behind a gap, and a stranger’s that is not called one’s own', async () => {
    const before = await ledger.prompts();
    await search();
    await screen.see('keys-over', { found: '5', notChecked: '0' }, { within: 120_000 });
    const found = await screen.allData('keys-account');
    const powers = Object.fromEntries(found.map(({ address, power, mayReceive }) => [address, `${power} ${mayReceive}`]));
    const [first, second, gap, poisoned, shared] = accounts;
    assert.deepEqual(powers, {
      [first]: 'alone true',
      [second]: 'alone true',
      [gap]: 'alone true',
      [poisoned]: 'others-too false',
      [shared]: 'needs-more false',
    });
    assert.equal(await ledger.prompts(), before, 'nothing was asked on the Ledger');
    assert.ok((await screen.page.evaluate(() => window.givenBack)) > 0, 'the permission was given back');
    await screen.click('keys-preview');
    await screen.click('import-apply');
    await screen.see('import-done');
    await screen.goTo('accounts');
    // What a stranger put the key on is shown, and does not come in by itself.
    const own = accounts.filter((address) => address !== poisoned);
    await screen.seeAll('account-row', (rows) => rows.length === own.length);
    const rows = await screen.allData('account-row');
    assert.deepEqual(rows.map(({ address }) => address).sort(), own.sort());
    await detail(screen, first);
    await screen.see('account-receive');
    await detail(screen, shared);
    await screen.see('account-no-receive');
    assert.equal(await screen.has('account-address'), false, 'no address to receive at, and no QR code');
  });

  test('what others can empty comes in by choice, and says on its pages that it is not for receiving', async () => {
    const poisoned = accounts[3];
    await search();
    await screen.see('keys-over', { found: '5' }, { within: 120_000 });
    await screen.click('keys-preview');
    await screen.see('preview-item', { kind: 'account', status: 'doubted' });
    await screen.page.click('[data-testid="preview-item"][data-status="doubted"] [data-testid="preview-choice"][data-code="add"]');
    await screen.click('import-apply');
    await screen.see('import-done');
    await screen.goTo('accounts');
    await screen.see('account-row', { address: poisoned });
    await detail(screen, poisoned);
    await screen.see('account-no-receive');
    await screen.see('receiving', { may: 'withheld' });

    // Unlocked anew, nobody has asked the chain: what the records say could come from any file.
    await screen.click('lock');
    await unlock(screen);
    await detail(screen, poisoned);
    await screen.see('receiving', { may: 'others-on-record' });
    const { receiving_others_text: told } = JSON.parse(await readFile(path.join(ROOT, 'extension/_locales/en/messages.json'), 'utf8'));
    const [, button] = /“(.+)”/u.exec(told.message);
    // A node that does not answer changes nothing about what is told to be pressed.
    await node.turn({ faults: [{ fault: 'http-500', method: 'GetAccountInfo' }] });
    await screen.click('check-chain');
    await screen.see('account-balance', { state: 'not-checked' });
    assert.equal(await screen.text('check-chain'), button);
    await node.turn({ faults: [] });
    await screen.click('check-chain');
    await screen.see('receiving', { may: 'withheld' });
  });

  test('an address that is known needs no directory', async () => {
    await node.turn({ faults: [{ fault: 'http-500', method: 'keyAccounts' }] });
    await moreWays(screen);
    await screen.tick('recover-from-address');
    await screen.type('keys-address', accounts[2]);
    await screen.click('keys-address-begin');
    await screen.see('keys-over', { found: '1', sought: 'address' }, { within: 60_000 });
    await screen.see('keys-account', { address: accounts[2], power: 'alone' });
    await screen.click('keys-close');
  });

  test('an address is told to be signed for, to need others, to have none of the keys, or not to have been asked about', async () => {
    const look = async (address) => {
      await moreWays(screen);
      await screen.tick('recover-from-address');
      await screen.type('keys-address', address);
      await screen.click('keys-address-begin');
      await screen.see('keys-over', { sought: 'address' }, { within: 120_000 });
    };
    await look(accounts[4]);
    await screen.see('keys-account', { address: accounts[4], power: 'needs-more' });
    await screen.click('keys-close');
    await look(strangers);
    await screen.see('keys-none');
    await screen.click('keys-close');
    await node.turn({ faults: [{ fault: 'http-500', method: 'GetAccountInfo' }] });
    await look(accounts[4]);
    await screen.see('fault');
    assert.equal(await screen.has('keys-none'), false, 'what was not asked is no answer');
    await node.turn({ faults: [] });
    await screen.click('keys-anew');
    await screen.see('keys-account', { address: accounts[4], power: 'needs-more' }, { within: 120_000 });
    await screen.click('keys-close');
  });
});
