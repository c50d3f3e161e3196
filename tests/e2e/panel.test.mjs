// The panel beside other pages: the popup that stays, one state with the page and the badge.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport, until } from './support/project.mjs';
import { Screen } from './support/screen.mjs';
import { createVault, importFile, openFile, unlock } from './support/steps.mjs';

describe('the side panel', { timeout: 180_000 }, () => {
  let chromium;
  let page;
  let panel;

  before(async () => {
    chromium = await launch();
    page = await chromium.openPage();
    await createVault(page);
  });

  after(() => chromium?.close());

  test('opens from the popup', async () => {
    const popup = await chromium.openPopup();
    await popup.click('popup-panel');
    const target = await chromium.browser.waitForTarget((one) => one.url().endsWith('/panel.html'), { timeout: 15_000 });
    panel = new Screen(await target.asPage());
    await panel.see('popup', { panel: 'true' });
    await panel.see('popup-state', { state: 'unlocked', foremost: 'empty', calls: 'false' });
    assert.equal(await panel.has('popup-panel'), false, 'it is there already');
  });

  test('says at once what the page and the badge say', async () => {
    const file = await desktopExport();
    await openFile(page, file);
    await panel.see('popup-state', { foremost: 'read-file', calls: 'true' });
    await badge(chromium, '!');
    await page.goTo('overview');
    await page.see('overview-waiting', { waiting: 'read-file' });
    await page.goTo('import');
    await page.click('import-cancel');
    await importFile(page, file);
    await panel.see('popup-state', { foremost: 'covered', calls: 'false', accounts: file.rows.accounts });
    await badge(chromium, '');
  });

  test('opens the page where something needs it, and stays', async () => {
    await panel.click('popup-recover');
    await page.see('app', { route: 'recover' });
    await panel.see('popup-state', { state: 'unlocked' });
  });

  test('locks the wallet, and sees it opened again', async () => {
    await panel.click('popup-lock');
    await page.see('app', { vault: 'locked' });
    await panel.see('popup-state', { state: 'locked' });
    assert.equal(await panel.has('popup-lock'), false);
    await unlock(page);
    await panel.see('popup-state', { state: 'unlocked' });
  });

  test('calls for nothing that ended with the page', async () => {
    await openFile(page, await desktopExport());
    await panel.see('popup-state', { foremost: 'read-file', calls: 'true' });
    await badge(chromium, '!');
    const tab = await chromium.openTab('about:blank');
    await page.close();
    await panel.see('popup-state', { state: 'locked', foremost: 'covered', calls: 'false' });
    await badge(chromium, '');
    await tab.close();
  });
});

const badge = (chromium, wanted) =>
  until(`the badge “${wanted}”`, async () => (await chromium.inBackground('chrome.action.getBadgeText({})')) === wanted);
