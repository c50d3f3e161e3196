// The password meter in the product: fetched when the first new password is typed, alike in every language, knowing the wallet's own names, and
// off the page's hands in little time. What takes long is counted and said; a slow machine fails nothing.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport } from './support/project.mjs';
import { importFile, UNLOCK } from './support/steps.mjs';

/** The same in each language: a password everybody has, and four words that have nothing to do with each other. */
const TYPED = [
  ['passwort1', '0'],
  ['azertyuiop', '0'],
  ['contraseña', '0'],
  ['hejmeddig', '0'],
  ['كلمةالسر', '0'],
  ['Unnecessarily long for a meter, 1337 5ent3nces of it!', '4'],
  ['giraffe lampe wolke treppe', '4'],
  ['سلحفاة مصباح سحابة درجات', '4'],
];

describe('the password meter', { timeout: 180_000 }, () => {
  let chromium;
  let page;

  before(async () => {
    chromium = await launch();
    page = await chromium.openPage();
    await page.page.evaluate(() => {
      globalThis.longTasks = [];
      new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    });
  });

  after(() => chromium?.close());

  test('says the same of the same in every language', async (t) => {
    await page.see('app', { vault: 'absent' });
    await page.click('have-nothing');
    const fetched = () => page.page.evaluate(() => document.querySelectorAll('script[src*=strength]').length);
    assert.equal(await fetched(), 0);
    for (const [password, strength] of TYPED) {
      await page.type('vault-create-password', password);
      await page.see('vault-create-strength', { strength });
    }
    assert.equal(await fetched(), 1);
    const longTasks = await page.page.evaluate(() => globalThis.longTasks);
    t.diagnostic(`tasks over 50 ms while ${TYPED.length} passwords were typed: ${longTasks.length} (${longTasks.join(', ')} ms)`);
  });

  test('knows the names in the wallet', async () => {
    await page.type('vault-create-password', UNLOCK);
    await page.type('vault-create-repeat', UNLOCK);
    await page.click('vault-create-submit');
    await page.see('app', { vault: 'unlocked' });
    await importFile(page, await desktopExport());
    await page.goTo('accounts');
    const names = (await page.allData('account-row')).map(({ name }) => name).filter((name) => /^[\p{L} ]{8,30}$/u.test(name ?? ''));
    assert.notEqual(names.length, 0, 'an account of the sample has a name that could be a password');
    await page.goTo('export');
    for (const name of names.slice(0, 3)) {
      await page.type('export-password', `${name}24`);
      await page.see('export-strength', { strength: '0' });
    }
    assert.deepEqual(page.errors, []);
  });
});
