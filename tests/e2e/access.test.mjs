// What is said about accounts that are known: whether the Ledger at hand can sign for them, their addresses on its screen, and
// what the chain has of them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { MNEMONIC, startNode } from './support/node.mjs';
import { asked, freshWallet, keepWhatWasFound, startRecovery } from './support/steps.mjs';
import { approve, approveNumbers, refuse } from './support/told.mjs';

/** An address that is right, and that no chain of ours has. */
const NOWHERE = '3fD3V3P7UTv1VA4MpGySyE7sECNJcZP4DjjK7C71WMMzMLqiCq';

describe('accounts that are known', { timeout: 300_000 }, () => {
  let node;
  let ledger;
  let chromium;
  let screen;
  /** The scenario’s accounts by what is special about them. */
  let accounts;

  before(async () => {
    node = await startNode();
    ledger = await startLedger();
    chromium = await launch({ ledger });
    screen = await freshWallet(chromium, node);
    await startRecovery(screen);
    await approveNumbers(screen, ledger, [0, 1, 2]);
    await keepWhatWasFound(screen);
    const all = await node.accounts();
    const ours = ({ owner }) => owner?.mnemonic === 'speculos-default-24';
    const find = (wanted) => all.find(wanted);
    accounts = {
      alone: find(({ credentials }) => ours(credentials['0']) && credentials['0'].owner.identity === 0),
      shared: find(({ threshold }) => threshold === 2),
      removed: find(({ removed }) => removed.some(ours)),
      older: find(({ credentials }) => ours(credentials['0']) && credentials['0'].owner.identity === 2),
    };
  });

  after(async () => {
    await chromium?.close();
    await ledger?.stop();
    await node?.stop();
  });

  test('the Ledger’s own keys say what it can sign for, without a question on its screen', async () => {
    const before = await ledger.prompts();
    await screen.goTo('accounts');
    await screen.click('check-access');
    await screen.seeAll('account-row', (rows) => rows.every(({ access: said }) => said !== 'unknown' && said !== 'not-checked'));
    assert.deepEqual(await access(), { alone: 'can-sign', shared: 'needs-more', removed: 'removed', older: 'can-sign' });
    assert.equal(await ledger.prompts(), before);
  });

  test('an account the node cannot be asked about is not checked, whatever was known before', async () => {
    await node.failLookups('grpc-2');
    await screen.click('check-access');
    await screen.see('account-row', { address: accounts.alone.address, access: 'not-checked' });
    await screen.gone('device-task');
    await node.heal();
  });

  test('another Ledger says that the accounts are not its own', async () => {
    await ledger.swap('legal-12');
    await ledger.plug();
    await screen.click('check-access');
    await screen.see('account-row', { address: accounts.alone.address, access: 'other-ledger' });
    await screen.gone('device-task');
    assert.ok(Object.values(await access()).every((state) => state === 'other-ledger'));
    await ledger.swap('speculos-default-24');
    await ledger.plug();
  });

  test('an address is compared on the Ledger’s screen; agreeing and refusing are both understood', async () => {
    const { address } = accounts.alone;
    await open(address);
    for (const [decide, confirmed] of [[approve, 'true'], [refuse, 'false']]) {
      await screen.click('show-address');
      await screen.see('device-task', { task: 'showing-address' });
      await asked(screen, 'confirm-address');
      const said = await decide(screen, ledger);
      if (decide === approve) assert.ok(said.includes(address), `${said} is another address`);
      await screen.see('address-compare', { address, confirmed });
      await screen.click('device-cancel');
      await screen.gone('device-task');
    }
  });

  test('no address is offered where the Ledger would show another one', async () => {
    for (const { address } of [accounts.older, accounts.shared]) {
      await open(address);
      await screen.see('account-access');
      assert.equal(await screen.has('show-address'), false, address);
    }
  });

  test('the chain says what exists and what it holds, to the last microCCD', async () => {
    await screen.goTo('contacts');
    await screen.click('contact-add');
    await screen.type('contact-name', 'Nobody');
    await screen.type('contact-address', NOWHERE);
    await screen.click('contact-submit');
    await screen.see('contact-row', { address: NOWHERE });
    await screen.click('check-chain');
    await screen.see('contact-row', { address: NOWHERE, chain: 'absent' });
    for (const { address } of Object.values(accounts)) await screen.see('contact-row', { address, chain: 'exists' });

    await screen.goTo('accounts');
    const rows = await screen.allData('account-row');
    assert.ok(rows.every(({ chain }) => chain === 'exists'), JSON.stringify(rows));
    const wanted = new Map((await node.accounts()).map((account) => [account.address, account]));
    const sums = { alone: 0n, shared: 0n, others: 0n };
    for (const { address } of rows) {
      const { amount, threshold, credentials } = wanted.get(address);
      const ours = Object.values(credentials).filter(({ owner }) => owner?.mnemonic === MNEMONIC).length;
      sums[ours === 0 ? 'others' : ours < (threshold ?? 1) ? 'shared' : 'alone'] += BigInt(amount);
    }
    assert.ok(sums.shared > 0n && sums.others > 0n, 'the scenario has both');
    const together = await screen.data('accounts-together');
    assert.deepEqual(
      [together.microCcd, together.shared, together.others],
      [sums.alone, sums.shared, sums.others].map(String),
    );
    for (const { address, amount } of Object.values(accounts)) {
      await open(address);
      assert.equal((await screen.data('balance-total')).microCcd, String(amount));
    }
  });

  test('what the node does not answer is not checked, and never absent', async () => {
    await node.failLookups('grpc-2');
    await screen.goTo('contacts');
    await screen.click('check-chain');
    await screen.see('contact-row', { address: NOWHERE, chain: 'not-checked' });
    await screen.see('chain', { asking: 'false' });
    const rows = await screen.allData('contact-row');
    assert.ok(rows.every(({ chain }) => chain === 'not-checked'), JSON.stringify(rows));
    await node.heal();
    await screen.click('check-chain');
    await screen.see('contact-row', { address: NOWHERE, chain: 'absent' });
  });

  /** What the list says about each account. */
  async function access() {
    const rows = await screen.allData('account-row');
    const said = Object.entries(accounts).map(([name, { address }]) => [
      name,
      rows.find((row) => row.address === address)?.access,
    ]);
    return Object.fromEntries(said);
  }

  async function open(address) {
    await screen.goTo('accounts');
    await screen.gone('account-detail');
    await screen.click('account-row', { address });
    await screen.see('account-detail', { address });
  }
});
