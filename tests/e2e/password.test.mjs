// The password meter in the product: fetched when the first new password is typed, alike in every language, and off
// the page's hands in little time (the names in the wallet: tests/oracle/strength.test.mjs). What takes long is counted and said; a slow machine fails nothing.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';

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
    const fetched = [];
    page.page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    for (const [password, strength] of TYPED) {
      await page.type('vault-create-password', password);
      await page.see('vault-create-strength', { strength });
    }
    assert.deepEqual(fetched.toSorted(), ['/strength.js', '/strength.json']);
    const longTasks = await page.page.evaluate(() => globalThis.longTasks);
    assert.deepEqual(page.errors, []);
    t.diagnostic(`tasks over 50 ms while ${TYPED.length} passwords were typed: ${longTasks.length} (${longTasks.join(', ')} ms)`);
  });
});
