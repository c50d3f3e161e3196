// What is left in memory after a lock: nothing, neither in the page nor in the engine.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { Hands, remembered } from './support/memory.mjs';
import { desktopExport } from './support/project.mjs';

const PASSWORD = 'seven green boats at four';
const DRAFT = 'a draft that nobody saved';

test('a lock leaves no name, no address, no draft and no password in memory', { timeout: 180_000 }, async () => {
  const chromium = await launch();
  try {
    const page = await chromium.browser.newPage();
    await page.goto(`chrome-extension://${chromium.id}/page.html`);
    const hands = new Hands(page);
    await hands.click('have-nothing');
    await hands.type('vault-create-password', PASSWORD);
    await hands.type('vault-create-repeat', PASSWORD);
    await hands.click('vault-create-submit');

    const file = await desktopExport();
    await hands.click('nav-import');
    await hands.offer('import-file', 'typical.json', await readFile(file.path, 'utf8'));
    await hands.type('import-password', file.password);
    await hands.click('import-open');
    await hands.click('import-apply');
    await hands.see('import-done');

    await hands.click('nav-contacts');
    const contact = await hands.data('contact-row');
    await hands.click('contact-add');
    await hands.type('contact-name', DRAFT);
    await hands.click('nav-accounts');
    const account = await hands.data('account-row');
    await page.evaluate((id) => void (location.hash = `#/accounts/${id}`), account.address);
    await hands.see('account-detail');

    const open = await remembered(page, [account.name, account.address]);
    assert.deepEqual(open.page, [account.name, account.address], 'while it is open, it is seen');
    // The engine has addresses as bytes; whether the text that it last handed to the page is written over by now is chance.
    assert.equal(open.workers.length, 1);
    assert.ok(open.workers[0].includes(account.name), 'while it is open, it is seen in the engine');

    await hands.click('lock');
    await hands.see('unlock-password');
    const secrets = [account.name, account.address, contact.name, contact.address, DRAFT, PASSWORD, file.password];
    assert.deepEqual(await remembered(page, secrets), { page: [], workers: [[]] });
    assert.equal(await page.evaluate(() => location.hash), '#/accounts');

    await hands.type('unlock-password', PASSWORD);
    await hands.click('unlock-submit');
    // What was looked at was kept all the same: sealed.
    await hands.see('account-detail');
  } finally {
    await chromium.close();
  }
});
