// Every screen against the accessibility rules of axe-core, in light and in dark.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { accessible } from './support/accessible.mjs';
import { launch } from './support/chromium.mjs';
import { desktopExport, phoneExport } from './support/project.mjs';
import { createVault, importFile, openFile } from './support/steps.mjs';

describe('accessibility', { timeout: 240_000 }, () => {
  let chromium;
  let screen;

  before(async () => {
    chromium = await launch();
    screen = await chromium.openPage();
  });

  after(() => chromium?.close());

  test('first run', async () => {
    await screen.see('have-nothing');
    await accessible(screen);
    await createVault(screen);
  });

  test('an empty wallet', () => everyRoute(screen));

  test('a preview', async () => {
    await openFile(screen, await desktopExport());
    await accessible(screen);
  });

  test('a full wallet', async () => {
    await importFile(screen, await desktopExport());
    await accessible(screen);
    await everyRoute(screen);
  });

  test('what opens over a page or in it', async () => {
    await importFile(screen, await phoneExport());
    await screen.goTo('accounts');
    await screen.click('account-row', { keys: 'computer' });
    await screen.see('account-detail');
    await accessible(screen);
    for (const [button, shown] of [
      ['remove-account-keys', 'removal'],
      ['remove-account', 'removal'],
      ['account-key-export', 'key-export-understood'],
    ]) {
      await screen.click(button);
      await screen.see(shown);
      await accessible(screen);
      await screen.click('dialog-cancel');
      await screen.gone(shown);
    }
    await screen.goTo('identities');
    await screen.click('remove-identity');
    await screen.see('removal');
    await accessible(screen);
    await screen.click('dialog-cancel');
    await screen.goTo('settings');
    await screen.click('password-change');
    await screen.type('password-current', 'not the password');
    await screen.type('password-new-password', 'nine blue kites over the harbour');
    await screen.type('password-new-repeat', 'nine blue kites over the harbour');
    await screen.click('password-new-submit');
    await screen.see('fault', { code: 'not-the-unlock-password' });
    await accessible(screen);
    await screen.click('vault-reset');
    await screen.see('vault-reset-keys');
    await accessible(screen);
    await screen.click('dialog-cancel');
  });

  test('locked', async () => {
    await screen.click('lock');
    await screen.see('unlock-password');
    await accessible(screen);
  });

  test('the popup', async () => {
    const popup = await chromium.openPopup();
    await popup.see('popup-state');
    await accessible(popup);
  });

  test('the language and its direction are declared', async () => {
    const { lang, dir } = await screen.page.evaluate(() => ({
      lang: document.documentElement.lang,
      dir: document.documentElement.dir,
    }));
    assert.match(lang, /^en/);
    assert.equal(dir, 'ltr');
  });
});

async function everyRoute(screen) {
  for (const route of ['accounts', 'identities', 'contacts', 'export', 'import', 'recover', 'settings']) {
    await screen.goTo(route);
    await accessible(screen);
  }
}
