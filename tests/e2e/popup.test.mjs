// The real popup, opened as a click on the toolbar opens it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport, DIST, until } from './support/project.mjs';
import { createVault, exportBackup, importFile } from './support/steps.mjs';

describe('the popup', { timeout: 180_000 }, () => {
  let chromium;

  before(async () => {
    chromium = await launch();
  });

  after(() => chromium?.close());

  test('on a first run it leads to the page', async () => {
    const popup = await chromium.openPopup();
    await popup.see('popup-state');
    await popup.click('popup-import');
    const page = await onlyPage(chromium);
    await page.see('app', { vault: 'absent' });
    await createVault(page);
    await page.see('app', { route: 'import' });
  });

  test('it shows the numbers of the wallet, and what of it is in no backup', async () => {
    const page = await onlyPage(chromium);
    await importFile(page, await desktopExport());
    const popup = await chromium.openPopup();
    const { rows } = await desktopExport();
    await popup.see('popup-state', { state: 'unlocked', accounts: rows.accounts });
    // The file that was opened is a backup of what it holds.
    await popup.see('popup-state', { cover: 'covered', missing: 0 });
    await until('no badge', async () => (await chromium.inBackground('chrome.action.getBadgeText({})')) === '');
    await page.click('nav-contacts');
    await page.click('contact-add');
    await page.type('contact-name', 'Harbour master');
    await page.type('contact-address', '3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a');
    await page.click('contact-submit');
    await page.see('contact-row', { name: 'Harbour master' });
    // A popup is gone as soon as something else is clicked.
    const again = await chromium.openPopup();
    await again.see('popup-state', { cover: 'behind', missing: 1 });
    await until('a badge', async () => (await chromium.inBackground('chrome.action.getBadgeText({})')) === '!');
  });

  test('it brings the open page to the front instead of opening a second one', async () => {
    for (const route of ['export', 'recover', 'import']) {
      const popup = await chromium.openPopup();
      await popup.click(`popup-${route}`);
      const page = await onlyPage(chromium);
      await page.see('app', { route });
    }
  });

  test('after a checked backup there is nothing to warn of', async () => {
    const page = await onlyPage(chromium);
    await exportBackup(chromium, page);
    const popup = await chromium.openPopup();
    await popup.see('popup-state', { cover: 'covered', missing: 0 });
    await until('the badge is gone', async () => (await chromium.inBackground('chrome.action.getBadgeText({})')) === '');
  });

  test('it says when the wallet is locked', async () => {
    const page = await onlyPage(chromium);
    await page.click('lock');
    await page.see('app', { vault: 'locked' });
    const popup = await chromium.openPopup();
    await popup.see('popup-state', { state: 'locked' });
  });

  test('it loads no engine', async () => {
    const popup = await chromium.openPopup();
    await popup.see('popup-state');
    // The browser counts nothing of what an extension loads of itself: what is looked at is what could load it.
    const scripts = await popup.page.evaluate(() => [...document.scripts].map(({ src }) => src.split('/').at(-1)));
    assert.deepEqual(scripts, ['popup.js']);
    const script = await readFile(path.join(DIST, 'popup.js'), 'utf8');
    assert.ok(!/\.wasm|new Worker/.test(script), 'the popup knows where the engine is');
    assert.equal(popup.page.workers().length, 0);
  });
});

async function onlyPage(chromium) {
  const pages = await until('one page', async () => {
    const open = await chromium.pages();
    return open.length === 0 ? undefined : open;
  });
  assert.equal(pages.length, 1, 'one page at a time');
  return pages[0];
}
