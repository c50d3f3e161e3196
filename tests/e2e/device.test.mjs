// What happens to a Ledger while it is wanted: through genuine WebHID, every state is a sentence, goes on by itself where it
// can, and no key of another Ledger gets in.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { discard, until } from './support/project.mjs';
import {
  asked,
  forgetSearch,
  foundAddresses,
  indexThrough,
  openWallet,
  startRecovery,
  unlock,
  walletProfile,
} from './support/steps.mjs';
import { hastened } from './support/time.mjs';
import { approve, approveNumbers } from './support/told.mjs';

let wallet;

describe('the Ledger', { timeout: 600_000 }, () => {
  let node;

  before(async () => {
    node = await startNode();
    wallet = await walletProfile(node);
  });

  after(async () => {
    await node?.stop();
    await discard(wallet);
  });

  test('the cable comes out at every stage, and each time the search goes on where it was', async () => {
    await withLedger({}, async ({ ledger, chromium }) => {
      await ledger.unplug();
      const screen = await openWallet(chromium);
      await startRecovery(screen);
      // The browser does not say whether one that is not there may be used.
      await asked(screen, 'grant-access');
      await ledger.plug();
      await asked(screen, 'confirm-key-export', { index: 0 });

      // With the question on the screen.
      await ledger.unplug();
      await asked(screen, 'connect-device');
      await ledger.plug();
      await asked(screen, 'confirm-key-export', { index: 0 });

      // While the node is asked: that needs no Ledger.
      await node.turn({ latencyMs: 400 });
      await approve(screen, ledger);
      await screen.see('recover-index', { index: 0, state: 'looking-up' });
      await ledger.unplug();
      assert.equal((await indexThrough(screen, 0)).state, 'done');
      await node.heal();
      await asked(screen, 'connect-device');
      await ledger.plug();
      await asked(screen, 'confirm-key-export', { index: 1 });
      assert.deepEqual(await foundAddresses(screen), await node.addressesOf({ identity: 0 }));
      assert.equal(await ledger.prompts(), 3, 'index 0 was asked for twice, index 1 once');
    });
  });

  test('locked, in its menu, in another app, without the app: each says what to do, and it goes on', async () => {
    await withLedger({}, async ({ ledger, chromium }) => {
      await ledger.openOtherApp();
      const screen = await openWallet(chromium);
      await startRecovery(screen);
      await asked(screen, 'open-concordium-app', { fault: 'ledger-other-app' });
      assert.equal(await screen.has('recover-open-app'), false, 'another app is not closed from here');
      await ledger.exitApp();
      await screen.see('recover-open-app');

      // The app is not there: nothing more is sent until the person says that it is.
      await ledger.uninstallApp();
      await hastened(screen, 10, async () => {
        await screen.click('recover-open-app');
        await asked(screen, 'install-app');
        const { exchanges } = await ledger.state();
        await pause(250);
        assert.equal((await ledger.state()).exchanges, exchanges, 'an installation would have been disturbed');
      });
      await ledger.install('5.4.0');
      // It comes back to the bus: that is word enough.
      await asked(screen, 'confirm-key-export', { index: 0 });

      await ledger.unplug();
      await ledger.openMenu();
      await ledger.plug();
      await asked(screen, 'close-device-menu');
      await ledger.closeMenu();
      await asked(screen, 'confirm-key-export', { index: 0 });

      // Locked with the question on the screen: it waits behind the PIN, and its answer counts.
      await ledger.lock();
      await ledger.unlock();
      await approve(screen, ledger);
      assert.equal((await indexThrough(screen, 0)).state, 'done');
      await asked(screen, 'confirm-key-export', { index: 1 });

      await ledger.unplug();
      await ledger.lock();
      await ledger.plug();
      await asked(screen, 'unlock-device');
      await ledger.unlock();
      await asked(screen, 'confirm-key-export', { index: 1 });
    });
  });

  test('the app is left with a question open: opened again from the page, and the second time it is the person’s word', async () => {
    await withLedger({}, async ({ ledger, chromium }) => {
      const screen = await openWallet(chromium);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await ledger.exitApp();
      await asked(screen, 'open-concordium-app', { fault: 'ledger-no-app-open' });
      await screen.click('recover-open-app');
      await asked(screen, 'confirm-opening');
      await ledger.reject();
      // Refused: back where it was, and offered again.
      await asked(screen, 'open-concordium-app');
      await screen.click('recover-open-app');
      await asked(screen, 'confirm-opening');
      await ledger.approve();
      await asked(screen, 'confirm-key-export', { index: 0 });

      await ledger.exitApp();
      await asked(screen, 'approve-again', { fault: 'ledger-may-have-refused' });
      await ledger.openApp();
      await screen.click('recover-ask-again');
      await asked(screen, 'confirm-key-export', { index: 0 });
      await approve(screen, ledger);
      assert.equal((await indexThrough(screen, 0)).state, 'done');
      assert.deepEqual(await foundAddresses(screen), await node.addressesOf({ identity: 0 }));
    });
  });

  test('another Ledger in the middle of a run is noticed, asked for no key, and the right one goes on', async () => {
    await withLedger({}, async ({ ledger, chromium }) => {
      const screen = await openWallet(chromium);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await approve(screen, ledger);
      await indexThrough(screen, 0);
      await asked(screen, 'confirm-key-export', { index: 1 });
      await ledger.swap('legal-12');
      await asked(screen, 'connect-device');
      await ledger.plug();
      await asked(screen, 'connect-device', { fault: 'ledger-other-device' });
      assert.equal((await ledger.state()).prompt, false);
      assert.equal(await ledger.prompts(), 2, 'the other one was asked for a key');

      await ledger.swap('speculos-default-24');
      await ledger.plug();
      await approveNumbers(screen, ledger, [1, 2]);
      const expected = [...(await node.addressesOf({ identity: 0 })), ...(await node.addressesOf({ identity: 2 }))];
      assert.deepEqual(await foundAddresses(screen), expected.sort());
    });
  });

  test('an app that gives the Ledger another product id: said when the browser does not know it, else nothing happens', async () => {
    const options = ['--moving-product-id'];
    await withLedger({ options }, async ({ ledger, chromium }) => {
      const screen = await openWallet(chromium);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await ledger.exitApp();
      // To the page it has gone, and to this browser it is a new one: the way to the chooser is there.
      await asked(screen, 'connect-device');
      await screen.see('recover-connect');
      assert.equal((await ledger.state()).productId, '5011');
      await ledger.openApp();
      await asked(screen, 'confirm-key-export', { index: 0 });
    });
    await withLedger({ options, known: [0x5011, 0x5015] }, async ({ ledger, chromium }) => {
      await ledger.exitApp();
      const screen = await openWallet(chromium);
      await startRecovery(screen);
      await screen.click('recover-open-app');
      await asked(screen, 'confirm-opening');
      await ledger.approve();
      await asked(screen, 'confirm-key-export', { index: 0 });
      await ledger.unplug();
      await asked(screen, 'connect-device');
      await ledger.plug();
      await asked(screen, 'confirm-key-export', { index: 0 });
    });
  });

  for (const [firmware, decided] of [['old', 'by refusing'], ['old', 'by the cable'], ['new', 'by nobody']]) {
    test(`a question left open by a tab, on ${firmware} firmware, decided ${decided}: the next tab gets its own answer, and only it has the Ledger`, async () => {
      await withLedger({ options: ['--firmware', firmware] }, async ({ ledger, chromium }) => {
        const first = await openWallet(chromium);
        await startRecovery(first);
        await asked(first, 'confirm-key-export', { index: 0 });
        await approve(first, ledger);
        await indexThrough(first, 0);
        await asked(first, 'confirm-key-export', { index: 1 });

        const second = await chromium.openPage('recover');
        await second.see('app', { vault: 'elsewhere' });
        await second.click('take-over');
        await unlock(second);
        await first.see('app', { vault: 'elsewhere' });
        if (firmware === 'new') await second.click('recover-resume');
        if (firmware === 'old') {
          // Everything is dropped until the old question is decided. Asked once, and not again while that is so.
          await hastened(second, 10, async () => {
            await second.click('recover-resume');
            await asked(second, 'look-at-device');
            const { exchanges } = await ledger.state();
            await pause(250);
            assert.equal((await ledger.state()).exchanges, exchanges);
          });
          if (decided === 'by refusing') {
            // The answer to the other tab is heard here, and it goes on by itself.
            await ledger.reject();
          } else {
            await ledger.unplug();
            await asked(second, 'connect-device');
            await ledger.plug();
          }
        }
        await asked(second, 'confirm-key-export', { index: 1 });
        await until('one owner', async () => (await ledger.state()).open <= 1);
        await approve(second, ledger);
        assert.equal((await indexThrough(second, 1)).state, 'done');
        assert.deepEqual(await foundAddresses(second), await node.addressesOf({ identity: 0 }));
      });
    });
  }

  test('every kind of app finds the same accounts, also one that nobody knows yet', async () => {
    await withLedger({}, async ({ ledger, chromium }) => {
      const screen = await openWallet(chromium);
      const expected = [...(await node.addressesOf({ identity: 0 })), ...(await node.addressesOf({ identity: 2 }))];
      for (const [version, said] of [['5.3.2', '5.3.2'], ['5.6.3', '5.6.3'], ['future', '9.0.0']]) {
        await ledger.install(version);
        await until('the Ledger is back', async () => (await ledger.state()).plugged);
        await startRecovery(screen);
        await approveNumbers(screen, ledger, [0, 1, 2]);
        assert.equal((await indexThrough(screen, 2)).state, 'done', version);
        assert.ok((await screen.text('recover-request')).includes(said));
        assert.deepEqual(await foundAddresses(screen), expected.sort(), version);
        await screen.click('recover-stop');
        await screen.see('recover-overview');
        await forgetSearch(screen);
      }
    });
  });
});

/** Of the engine’s hastened time, ten times as much. */
function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/** A Ledger and a browser that may use it; `known` are product ids the browser was told about before. */
async function withLedger({ known = [], ...wanted }, use) {
  const ledger = await startLedger(wanted);
  let chromium;
  try {
    known.forEach((productId) => ledger.alsoGrant(productId));
    chromium = await launch({ ledger, like: wallet });
    await use({ ledger, chromium });
  } finally {
    await chromium?.close();
    await ledger.stop();
  }
}
