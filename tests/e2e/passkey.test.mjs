// A passkey beside the unlock password, with the browser's own virtual authenticator.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { createVault, unlock, UNLOCK } from './support/steps.mjs';

const NEW_PASSWORD = 'eight red buoys at five';

describe('a passkey', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let passkeys;

  before(async () => {
    chromium = await launch();
    screen = await chromium.openPage('settings');
    passkeys = await screen.page.createCDPSession();
    await passkeys.send('WebAuthn.enable');
    await createVault(screen);
  });

  after(() => chromium?.close());

  test('one that keeps no secrets is told so, and changes nothing', async () => {
    const authenticator = await plug(passkeys, { hasPrf: false });
    await add(screen);
    await screen.see('passkey-trouble', { why: 'without-secret' });
    await screen.click('passkey-cancel');
    assert.equal(await screen.has('passkey-added'), false);
    await unplug(passkeys, authenticator);
  });

  test('is added by whoever knows the password, and opens the wallet', async () => {
    await plug(passkeys);
    await add(screen, 'not the password');
    await screen.see('fault', { code: 'not-the-unlock-password' });
    await screen.type('passkey-password', UNLOCK);
    await screen.click('passkey-submit');
    await screen.see('passkey-added');
    await byPasskey(screen);
    await screen.see('passkey-added');
  });

  test('and so does the password', async () => {
    await screen.click('lock');
    await unlock(screen);
  });

  test('goes along with a new password when it is at hand', async () => {
    await screen.click('password-change');
    await screen.type('password-current', UNLOCK);
    await screen.type('password-new-password', NEW_PASSWORD);
    await screen.type('password-new-repeat', NEW_PASSWORD);
    await screen.click('password-new-submit');
    await screen.see('password-changed');
    await byPasskey(screen);
    await screen.click('lock');
    await unlock(screen, NEW_PASSWORD);
  });

  test('outlives the browser’s page, and is asked for after a reload', async () => {
    await screen.page.reload();
    await screen.see('app', { vault: 'locked' });
    await screen.click('unlock-passkey');
    await screen.see('app', { vault: 'unlocked' });
  });

  test('that is not there leaves the password', async () => {
    await screen.click('lock');
    await screen.see('unlock-passkey');
    await passkeys.send('WebAuthn.disable');
    await passkeys.send('WebAuthn.enable');
    // Another one in its place: it knows nothing of this wallet.
    await plug(passkeys);
    await screen.click('unlock-passkey');
    await screen.see('passkey-trouble', { why: 'declined' });
    await unlock(screen, NEW_PASSWORD);
  });

  test('that was removed is offered no more', async () => {
    await screen.click('passkey-remove');
    await screen.click('dialog-confirm');
    await screen.gone('passkey-added');
    await screen.click('lock');
    await screen.see('unlock-password');
    assert.equal(await screen.has('unlock-passkey'), false);
    await unlock(screen, NEW_PASSWORD);
  });
});

/** An authenticator of this computer that knows its user. */
async function plug(passkeys, { hasPrf = true } = {}) {
  const { authenticatorId } = await passkeys.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
}

const unplug = (passkeys, authenticatorId) => passkeys.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });

async function add(screen, password = UNLOCK) {
  await screen.click('passkey-add');
  await screen.type('passkey-password', password);
  await screen.click('passkey-submit');
}

async function byPasskey(screen) {
  await screen.click('lock');
  await screen.see('app', { vault: 'locked' });
  await screen.click('unlock-passkey');
  await screen.see('app', { vault: 'unlocked' });
}
