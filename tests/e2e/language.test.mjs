// The language of the texts: chosen in the settings, spoken at once by every page, kept, and from right to left where it runs so.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { createVault } from './support/steps.mjs';

const said = async (language, key) => {
  const texts = JSON.parse(await readFile(new URL(`../../extension/_locales/${language}/messages.json`, import.meta.url), 'utf8'));
  return texts[key].message;
};

describe('the language', { timeout: 180_000 }, () => {
  let chromium;
  let page;

  const seen = () =>
    page.page.evaluate(() => ({
      lang: document.documentElement.lang,
      dir: document.documentElement.dir,
      heading: document.querySelector('h1').innerText,
      focus: document.activeElement.dataset.testid,
      title: document.title,
    }));

  before(async () => {
    chromium = await launch();
    page = await chromium.openPage();
    await createVault(page);
    await page.click('nav-settings');
    await page.see('settings-language');
  });

  after(() => chromium?.close());

  test('is the browser’s until another is chosen, and then every page speaks it', async () => {
    assert.deepEqual([(await seen()).lang, (await seen()).dir], ['en', 'ltr']);
    for (const [language, dir] of [['de', 'ltr'], ['ar', 'rtl'], ['fr', 'ltr']]) {
      await page.select('settings-language', language);
      const heading = await said(language, 'nav_settings');
      await page.page.waitForFunction((heading) => document.querySelector('h1').innerText === heading, {}, heading);
      const { title, ...rest } = await seen();
      // Who chose with the keyboard goes on from there.
      assert.deepEqual(rest, { lang: language, dir, heading, focus: 'settings-language' });
      assert.ok(title.includes(heading), title);
      const popup = await chromium.openPopup();
      const recover = await said(language, 'nav_recover');
      assert.match(await popup.text('popup-recover'), new RegExp(recover));
    }
  });

  test('is there from the first moment when the page is opened again', async () => {
    await page.page.reload();
    await page.see('app');
    const { lang, dir } = await seen();
    assert.deepEqual([lang, dir], ['fr', 'ltr']);
    assert.deepEqual(page.errors, []);
  });
});
