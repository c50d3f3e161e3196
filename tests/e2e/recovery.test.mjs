// Accounts found again with nothing but a Ledger: genuine WebHID, each simulated app version, a cable pulled and a tab
// closed in the middle.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import {
  asked,
  createVault,
  foundAddresses,
  indexThrough,
  keepWhatWasFound,
  startRecovery,
  unlock,
  useNode,
} from './support/steps.mjs';
import { approve, begin, refuse } from './support/told.mjs';

const TESTNET = '4221332d34e1694168c2a0c0b3fd0f273809612cb13d000d5c2e00e85f50f796';

describe('recovery', { timeout: 600_000 }, () => {
  let node;

  before(async () => {
    node = await startNode();
  });

  after(() => node?.stop());

  for (const version of ['4.1.2', '5.1.3', '5.4.0']) {
    test(`three identities with app ${version}, an unplug and a closed tab in the middle`, { timeout: 180_000 }, async () => {
      const old = version === '4.1.2';
      const ledger = await startLedger({ version });
      const chromium = await launch({ ledger });
      try {
        let screen = await chromium.openPage();
        await createVault(screen);
        await useNode(screen, node.url);
        await startRecovery(screen);
        if (old) await begin(screen, ledger);

        await asked(screen, 'confirm-key-export', { index: 0 });
        await approve(screen, ledger);
        assert.equal((await indexThrough(screen, 0)).notChecked, '0');

        // The cable is pulled while the Ledger asks, and plugged in again.
        await asked(screen, 'confirm-key-export', { index: 1 });
        await ledger.unplug();
        await asked(screen, 'connect-device');
        await ledger.plug();
        // The old app begins anew with every cable.
        if (old) await begin(screen, ledger);
        await asked(screen, 'confirm-key-export', { index: 1 });
        await approve(screen, ledger);
        assert.equal((await indexThrough(screen, 1)).state, 'done');

        // The tab is closed while the Ledger asks, and the run goes on where it was.
        await asked(screen, 'confirm-key-export', { index: 2 });
        await screen.close();
        await ledger.dismiss();
        screen = await chromium.openPage('recover');
        await unlock(screen);
        await screen.click('recover-resume');
        await asked(screen, 'confirm-key-export', { index: 2 });
        await ledger.auto('approve');
        await indexThrough(screen, 3);

        // Three in a row without an account: a question, not a decision.
        await screen.see('recover-suggestion', { empty: 3 }, { within: 60_000 });
        const expected = await node.addressesOf();
        assert.deepEqual(await foundAddresses(screen), expected);

        const done = await keepWhatWasFound(screen);
        assert.ok(done.added >= expected.length);
        assert.equal(done.refused, 0);
        await screen.goTo('accounts');
        const rows = await screen.allData('account-row');
        assert.deepEqual(rows.map(({ address }) => address).sort(), expected);
        const removed = rows.filter(({ readOnly }) => readOnly === 'true');
        assert.equal(removed.length, 1, 'the account our credential was removed from can only be watched');
        await screen.goTo('identities');
        const identities = await screen.allData('identity-row');
        assert.deepEqual(identities.map(({ index }) => Number(index)).sort(), [0, 2, 3]);
        assert.ok(identities.every(({ state }) => state === 'placeholder'));
      } finally {
        await chromium.close();
        await ledger.stop();
      }
    });
  }

  test('on the test network: what is found there is kept there, and the other network has none of it', { timeout: 180_000 }, async () => {
    const testnet = await startNode({ genesis: 'testnet' });
    const ledger = await startLedger();
    const chromium = await launch({ ledger });
    try {
      const screen = await chromium.openPage();
      await createVault(screen);
      await screen.goTo('settings');
      const mainnet = await (await screen.see('settings-network')).evaluate((select) => select.value);
      await screen.select('settings-network', TESTNET);
      await screen.page.waitForFunction((chosen) => document.querySelector('[data-testid="settings-network"]')?.value === chosen, {}, TESTNET);
      await useNode(screen, testnet.url);
      await screen.see('settings-node-used', { genesis: TESTNET });
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await approve(screen, ledger);
      await indexThrough(screen, 0);
      await ledger.dismiss();
      const expected = await testnet.addressesOf({ identity: 0 });
      assert.deepEqual(await foundAddresses(screen), expected);
      const done = await keepWhatWasFound(screen);
      assert.equal(done.refused, 0);
      await screen.goTo('accounts');
      assert.deepEqual((await screen.allData('account-row')).map(({ address }) => address).sort(), expected);
      await screen.goTo('settings');
      await screen.select('settings-network', mainnet);
      await screen.page.waitForFunction((chosen) => document.querySelector('[data-testid="settings-network"]')?.value === chosen, {}, mainnet);
      await screen.goTo('accounts');
      assert.deepEqual(await screen.allData('account-row'), []);
    } finally {
      await chromium.close();
      await ledger.stop();
      await testnet.stop();
    }
  });

  test('a refusal on the Ledger is a question away from going on', { timeout: 120_000 }, async () => {
    const ledger = await startLedger();
    const chromium = await launch({ ledger });
    try {
      const screen = await chromium.openPage();
      await createVault(screen);
      await useNode(screen, node.url);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await refuse(screen, ledger);
      await asked(screen, 'approve-again');
      await screen.click('recover-ask-again');
      await asked(screen, 'confirm-key-export', { index: 0 });
      await approve(screen, ledger);
      await indexThrough(screen, 0);
    } finally {
      await chromium.close();
      await ledger.stop();
    }
  });

  test('whatever is missing, it says what to do and goes on by itself when that is done', { timeout: 120_000 }, async () => {
    const ledger = await startLedger();
    await ledger.unplug();
    const chromium = await launch({ ledger });
    try {
      const screen = await chromium.openPage();
      await createVault(screen);
      await useNode(screen, node.url);
      await startRecovery(screen);
      await screen.see('recover-request');
      await ledger.lock();
      await ledger.plug();
      await asked(screen, 'unlock-device');
      await ledger.exitApp();
      await ledger.unlock();
      await asked(screen, 'open-concordium-app');
      await ledger.openApp();
      await asked(screen, 'confirm-key-export', { index: 0 });
    } finally {
      await chromium.close();
      await ledger.stop();
    }
  });
});
