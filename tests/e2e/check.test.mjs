// Checking a backup: a file and its password say what it is worth, and nothing is written, to the last byte of the vault. The list of backups,
// and the sheet that is printed.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport, phoneExport } from './support/project.mjs';
import { BACKUP, UNLOCK, createVault, exportBackup, importFile, sealBackup, useNode } from './support/steps.mjs';

describe('checking a backup', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let node;
  let desktop;
  let addresses;
  let phone;
  let backup;

  before(async () => {
    [desktop, phone, node] = await Promise.all([desktopExport(), phoneExport(), startNode()]);
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    await importFile(screen, desktop);
    await screen.goTo('accounts');
    await screen.see('account-row');
    addresses = (await screen.allData('account-row')).map(({ address }) => address);
    assert.equal(addresses.length, 9);
    // Something that the file which was opened does not hold.
    await screen.goTo('contacts');
    await screen.click('contact-add');
    await screen.type('contact-name', 'Harbour master');
    await screen.type('contact-address', '3tATBqkLWXxU5vKUFAqNtT9JbR38KfVZUE4SrHSQfintViUC3a');
    await screen.click('contact-submit');
    await screen.see('contact-row', { name: 'Harbour master' });
  });

  after(async () => {
    await chromium?.close();
    await node?.stop();
  });

  /** Everything this origin keeps: both copies of the vault and what lies beside, byte by byte. */
  const stored = () =>
    screen.page.evaluate(async () => {
      const digest = async (bytes) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].join(' ');
      const told = async (value) => {
        if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return digest(value);
        if (value instanceof Blob) return digest(await value.arrayBuffer());
        if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
        const parts = await Promise.all(Object.entries(value).map(async ([name, part]) => `${name}=${await told(part)}`));
        return `{${parts.join()}}`;
      };
      const ask = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const kept = {};
      for (const { name, version } of await indexedDB.databases()) {
        const database = await ask(indexedDB.open(name, version));
        for (const store of database.objectStoreNames) {
          const from = database.transaction(store).objectStore(store);
          const [keys, values] = await Promise.all([ask(from.getAllKeys()), ask(from.getAll())]);
          for (const [at, key] of keys.entries()) kept[`${name}/${store}/${String(key)}`] = await told(values[at]);
        }
        database.close();
      }
      const walk = async (within, at) => {
        for await (const [name, handle] of within.entries()) {
          if (handle.kind === 'directory') await walk(handle, `${at}/${name}`);
          else kept[`${at}/${name}`] = await told(await handle.getFile());
        }
      };
      await walk(await navigator.storage.getDirectory(), 'files');
      return kept;
    });

  async function choose(file) {
    await screen.goTo('check');
    if (await screen.has('check-cancel')) await screen.click('check-cancel');
    await screen.offer('check-file', file);
    await screen.see('check-recognised');
  }

  async function check(file, password) {
    await choose(file);
    await screen.type('check-password', password);
    await screen.click('check-open');
    await screen.see('check-done');
    return screen.data('check-done');
  }

  test('the reminder stays until the file was seen: downloaded is not checked', async () => {
    await sealBackup(screen);
    const [{ fileName }] = await screen.allData('export-download');
    await screen.click('export-download', { fileName });
    backup = await chromium.downloaded(fileName);
    await screen.click('export-skip-verify');
    await screen.see('export-done', { readBack: 'false' });
    await screen.goTo('overview');
    await screen.see('overview-backup', { cover: 'unchecked' });
    const popup = await chromium.openPopup();
    await popup.see('popup-state', { cover: 'unchecked' });
    // The overview leads to where it is checked.
    await screen.click('overview-check');
    await screen.see('app', { route: 'check' });
    await screen.see('backup-row', { checked: 'false', lacks: '0' });
  });

  test('a wrong password says so and asks again, and the right one says what the file is worth; nothing is written', async () => {
    const before = await stored();
    assert.ok(Object.keys(before).length >= 2, 'both copies of the vault are seen');
    await choose(backup);
    await screen.type('check-password', 'not this one');
    await screen.click('check-open');
    await screen.see('fault', { code: 'backup-wrong-password' });
    await screen.type('check-password', BACKUP);
    await screen.click('check-open');
    await screen.see('check-done', { comparison: 'whole', lacking: '0', differing: '0', beyond: '0', remembered: 'false' });
    assert.equal(await screen.page.evaluate(() => document.activeElement?.tagName), 'H2', 'the answer has the focus');
    assert.deepEqual(await stored(), before);
  });

  test('the chain is asked on a click, and what it does not know is not a failure', async () => {
    await useNode(screen, node.url);
    const before = await stored();
    await check(backup, BACKUP);
    assert.equal(await screen.has('check-chain-ask'), true);
    assert.equal((await screen.data('check-chain')).found, undefined, 'nobody is asked before the click');
    await screen.click('check-chain-ask');
    await screen.see('check-chain', { found: '0', absent: String(addresses.length), failed: '0' }, { within: 30_000 });
    await node.refuse();
    await check(backup, BACKUP);
    await screen.click('check-chain-ask');
    await screen.see('check-chain', { found: '0', absent: '0', failed: String(addresses.length) }, { within: 60_000 });
    await node.heal();
    assert.deepEqual(await stored(), before);
  });

  test('a check that is to be remembered ends the reminder, and the list knows it', async () => {
    await check(backup, BACKUP);
    await screen.click('check-remember');
    await screen.see('check-done', { remembered: 'true' });
    await screen.click('check-cancel');
    const { fingerprint } = await screen.data('backup-row', { checked: 'true', lacks: '0' });
    assert.match(fingerprint, /^[0-9a-f]{4}( [0-9a-f]{4}){3}$/u);
    await screen.goTo('overview');
    await screen.see('overview-backup', { cover: 'covered' });
  });

  test('what the file lacks, and what only the file has, are told apart', async () => {
    await importFile(screen, phone);
    const before = await stored();
    const behind = await check(backup, BACKUP);
    assert.equal(behind.comparison, 'behind');
    assert.ok(Number(behind.lacking) > 0);
    assert.equal(behind.beyond, '0');
    assert.deepEqual(await stored(), before);
    await screen.goTo('check');
    if (await screen.has('check-cancel')) await screen.click('check-cancel');
    // Of two backups the list says which one holds everything.
    await screen.see('backup-row');
    const rows = await screen.allData('backup-row');
    assert.deepEqual(rows.map(({ checked }) => checked), ['true', 'true', 'true']);
    assert.ok(rows.every(({ lacks }) => Number(lacks) > 0), 'none of the three holds all that is here now');

    // The other way round: a wallet that has less.
    const whole = await exportBackup(chromium, screen);
    assert.equal((await check(whole, BACKUP)).comparison, 'whole');
    await importUndone();
    const more = await check(whole, BACKUP);
    assert.equal(more.lacking, '0');
    // What the import had changed here is as it was again, and the file has it as it became.
    assert.equal(more.comparison, more.differing === '0' ? 'more' : 'behind');
    assert.ok(Number(more.beyond) > 0);
  });

  async function importUndone() {
    await screen.goTo('import');
    await screen.click('import-undo');
    await screen.see('undo-done');
  }

  test('a file that is no backup is named', async () => {
    await screen.goTo('check');
    if (await screen.has('check-cancel')) await screen.click('check-cancel');
    await screen.offer('check-file', path.join(import.meta.dirname, 'README.md'));
    await screen.see('fault');
    assert.equal(await screen.has('check-done'), false);
  });

  test('the recovery sheet has every address and every file, and no password or key', async () => {
    await importFile(screen, phone);
    await screen.goTo('check');
    if (await screen.has('check-cancel')) await screen.click('check-cancel');
    await screen.click('sheet-open');
    await screen.see('recovery-sheet');
    await screen.type('sheet-files', 'USB stick in the desk');
    const text = await screen.text('recovery-sheet');
    for (const address of addresses) assert.ok(text.includes(address), address);
    const [row] = (await screen.page.$$eval('[data-testid=recovery-sheet] .mono', (nodes) => nodes.map((one) => one.innerText)));
    assert.match(row, /^[0-9a-f]{4}( [0-9a-f]{4}){3}$/u, 'the first file by its fingerprint');
    for (const secret of [BACKUP, UNLOCK, desktop.password, phone.password]) assert.ok(!text.includes(secret));
    // On paper there is the sheet and nothing else: no navigation, no button.
    await screen.page.emulateMediaType('print');
    const printed = await screen.page.evaluate(() => {
      const isDrawn = (element) => element.checkVisibility();
      return {
        sheet: isDrawn(document.querySelector('[data-testid=recovery-sheet]')),
        buttons: [...document.querySelectorAll('button, nav, a.button')].filter(isDrawn).length,
        kept: document.querySelector('[data-testid=sheet-files]').value,
      };
    });
    assert.deepEqual(printed, { sheet: true, buttons: 0, kept: 'USB stick in the desk' });
    const pdf = await screen.page.pdf({ format: 'A4' });
    assert.ok(pdf.length > 5_000);
    await screen.page.emulateMediaType('screen');
    // What was typed is stored nowhere.
    assert.ok(!JSON.stringify(await screen.page.evaluate(() => chrome.storage.local.get())).includes('USB stick'));
  });
});
