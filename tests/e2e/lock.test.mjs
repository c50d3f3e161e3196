// Locking by itself: it is said before, why it did is said afterwards, and what somebody was in the middle of is there again.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport, until } from './support/project.mjs';
import { createVault, importFile, openFile, previewRows, unlock } from './support/steps.mjs';
import { hasten, later } from './support/time.mjs';

const MINUTE = 60_000;

describe('locking', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let file;

  before(async () => {
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    file = await desktopExport();
  });

  after(() => chromium?.close());

  test('half a minute before, it says so, and a press of its button puts it off', async () => {
    await pageIsFaster(screen, 100);
    // The first click says that somebody is here: from now on the page waits as told above.
    await screen.goTo('contacts');
    await pageIsLater(screen, 9.6 * MINUTE);
    await later(screen, 9.6 * MINUTE);
    await screen.see('lock-warning');
    assert.match(await screen.text('lock-warning'), /locks in \d\d? seconds?/);
    await screen.click('lock-stay');
    await screen.gone('lock-warning');
    await screen.page.reload();
    await unlock(screen);
  });

  test('a preview and its choices are there again', async () => {
    await openFile(screen, file);
    await previewRows(screen);
    const untouched = await chosen(screen);
    await screen.tick('preview-choice', { code: 'leave-out' });
    const before = await chosen(screen);
    assert.notDeepEqual(before, untouched);
    await screen.click('lock');
    await unlock(screen);
    await screen.see('app', { route: 'import' });
    await previewRows(screen);
    assert.deepEqual(await chosen(screen), before);
    await screen.click('import-cancel');
  });

  test('what was being typed, and where, is there again after it has locked', async () => {
    await importFile(screen, file);
    await screen.goTo('contacts');
    await screen.type('contacts-search', 'har');
    await screen.click('contact-add');
    await screen.type('contact-name', 'Grandmother');
    await screen.type('contact-note', 'the flat by the harbour');
    await pause(500);
    await hasten(screen, 20);
    await later(screen, 11 * MINUTE);
    await screen.see('why-locked', { cause: 'idle' });
    assert.ok(!(await screen.page.content()).includes('Grandmother'));

    await unlock(screen);
    await screen.see('app', { route: 'contacts' });
    await screen.see('contact-name');
    assert.equal(await valueOf(screen, 'contact-name'), 'Grandmother');
    assert.equal(await valueOf(screen, 'contact-note'), 'the flat by the harbour');
    assert.equal(await valueOf(screen, 'contacts-search'), 'har');
    await screen.click('dialog-cancel');

    // Left on purpose, it does not come back.
    await screen.click('lock');
    await unlock(screen);
    await screen.see('contact-add');
    assert.equal(await screen.has('contact-name'), false);
    assert.equal(await valueOf(screen, 'contacts-search'), 'har');
    await screen.type('contacts-search', '');
  });

  test('the account that was looked at is looked at again', async () => {
    await screen.goTo('accounts');
    const { address } = await screen.data('account-row');
    await screen.page.evaluate((id) => void (location.hash = `#/accounts/${id}`), address);
    await screen.see('account-detail');
    await screen.click('rename');
    await screen.type('rename-name', 'Half a name');
    await pause(500);
    await screen.click('lock');
    await screen.see('app', { vault: 'locked' });
    assert.equal(await screen.page.evaluate(() => location.hash), '#/accounts', 'nothing outside the engine says which');
    assert.equal(await screen.has('why-locked'), false, 'nobody is told what they did themselves');
    await unlock(screen);
    await screen.see('account-detail');
    assert.equal(await valueOf(screen, 'rename-name'), 'Half a name');
  });

  test('a locked screen locks the wallet, unless somebody has it otherwise', async () => {
    await screen.goTo('settings');
    await screenIsLocked(chromium);
    await screen.see('why-locked', { cause: 'screen' });
    await unlock(screen);
    await screen.click('settings-lock-screen');
    await until('the choice is kept', async () => {
      // Drawn anew, it is what the engine says.
      await screen.goTo('help');
      await screen.goTo('settings');
      return (await screen.see('settings-lock-screen')).evaluate((box) => !box.checked);
    });
    await screenIsLocked(chromium);
    await pause(1_000);
    await screen.see('app', { vault: 'unlocked' });
  });
});

const valueOf = async (screen, id) => (await screen.see(id)).evaluate((input) => input.value);
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const screenIsLocked = (chromium) => chromium.inBackground(`chrome.idle.onStateChanged.dispatch('locked')`);

/** What is chosen, row by row. */
const chosen = (screen) =>
  screen.page.$$eval('[data-testid="preview-choice"]', (all) => all.filter(({ checked }) => checked).map(({ dataset }) => dataset.code));

/** The page's own clock, beside the engine's. */
async function pageIsLater(screen, millis) {
  await screen.page.evaluate((millis) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + millis;
  }, millis);
}

/** What the page waits for is over sooner. */
async function pageIsFaster(screen, times) {
  await screen.page.evaluate((times) => {
    const setTimeoutOfTheBrowser = globalThis.setTimeout;
    globalThis.setTimeout = (call, millis = 0, ...rest) => setTimeoutOfTheBrowser(call, millis / times, ...rest);
  }, times);
}
