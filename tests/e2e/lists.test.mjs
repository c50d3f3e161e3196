// Lists as a person uses them: in an order that is kept, from record to record, with names for Ledgers, and as tables out and in.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { accessible } from './support/accessible.mjs';
import { launch } from './support/chromium.mjs';
import { desktopExport, discard, phoneExport, ROOT, scratch } from './support/project.mjs';
import { createVault, importFile, offerFile, previewRows, unlock } from './support/steps.mjs';

/** As large as one wallet's address book may be asked to be. */
const CONTACTS = 20_000;
/** As many rows as are ever drawn at once. */
const AT_ONCE = 100;

describe('lists', { timeout: 600_000 }, () => {
  let chromium;
  let screen;
  let folder;

  const names = async (row) => (await screen.allData(row)).map(({ name }) => name);
  const inLanguage = (list) => [...list].sort(new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare);

  before(async () => {
    folder = await scratch('lists');
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    await importFile(screen, await desktopExport());
    await importFile(screen, await phoneExport());
  });

  after(async () => {
    await chromium?.close();
    await discard(folder);
  });

  test('accounts stand by name, another order is a click away, and is kept', async () => {
    await screen.goTo('accounts');
    const byName = await names('account-row');
    assert.ok(byName.length > 3);
    // Signs and pictures stand somewhere else in every list of languages.
    const readable = byName.filter((name) => /^[\p{L}\p{N}]/u.test(name));
    assert.deepEqual(readable, inLanguage(readable));
    await screen.tick('order', { code: 'identity' });
    const identities = await screen.page.$$eval('[data-testid="account-row"] .row-sub', (rows) =>
      rows.map((row) => row.innerText.split(' · ').at(-1)),
    );
    const groups = identities.filter((name, position) => name !== identities[position - 1]);
    assert.deepEqual(groups, [...new Set(groups)], 'accounts of one identity stand together');
    await accessible(screen);
    await screen.page.reload();
    await screen.see('app', { vault: 'locked' });
    await unlock(screen);
    await screen.goTo('accounts');
    assert.equal(await screen.see('order', { code: 'identity' }).then((one) => one.evaluate((input) => input.checked)), true);
    await screen.tick('order', { code: 'name' });
  });

  test('an account leads to its identity and its entry in the address book, and both lead back', async () => {
    await screen.goTo('accounts');
    await screen.click('account-row', { keys: 'ledger' });
    const { address } = await screen.data('account-detail');
    await screen.click('account-identity');
    await screen.see('identity-row');
    assert.equal((await screen.allData('identity-row')).length, 1, 'the identity alone');
    await accessible(screen);
    const links = await screen.page.$$eval('[data-testid="identity-account"]', (all) => all.map((one) => one.hash));
    assert.ok(links.includes(`#/accounts/${address}`), links.join(' '));
    await screen.page.evaluate((hash) => (location.hash = hash), `#/accounts/${address}`);
    await screen.see('account-detail', { address });
    await screen.click('account-contact');
    await screen.see('contact-row', { address, own: 'true' });
    assert.equal(await screen.see('contacts-own').then((fold) => fold.evaluate((one) => one.open)), true, 'looked for, and so open');
    await screen.click('contact-account');
    await screen.see('account-detail', { address });
  });

  test('the explorer is asked nothing before its link is clicked, and what it learns is said', async () => {
    const { address } = await screen.data('account-detail');
    const link = await screen.see('explorer');
    const { href, rel, target } = await link.evaluate(({ href, rel, target }) => ({ href, rel, target }));
    assert.match(href, new RegExp(`^https://(testnet\\.)?ccdscan\\.io/.*${address}$`));
    assert.deepEqual([rel, target], ['noopener noreferrer', '_blank']);
    assert.match(await link.evaluate((one) => one.closest('div').innerText), /learns this address/);
    assert.equal(await screen.page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('ccdscan'))), false);
  });

  test('own accounts are folded behind the contacts', async () => {
    await screen.goTo('contacts');
    const rows = await screen.allData('contact-row');
    const first = rows.findIndex(({ own }) => own === 'true');
    assert.ok(first > 0 && rows.slice(first).every(({ own }) => own === 'true'), 'contacts first');
    assert.equal(await screen.see('contacts-own').then((fold) => fold.evaluate((one) => one.open)), false);
    await accessible(screen);
  });

  test('a Ledger gets a name, which every identity on it says, and which a lock keeps', async () => {
    await screen.goTo('identities');
    const { id } = await screen.data('ledger-row');
    await screen.page.locator(`[data-testid="ledger-row"][data-id="${id}"] [data-testid="rename"]`).click();
    await screen.type('rename-name', 'Nano in the drawer');
    await screen.click('rename-submit');
    await screen.see('ledger-row', { id, name: 'Nano in the drawer' });
    const said = await screen.page.$$eval('[data-testid="ledger-name"]', (all) => all.map((one) => one.innerText));
    assert.ok(said.includes('Nano in the drawer'), said.join(', '));
    await screen.tick('order', { code: 'ledger' });
    await accessible(screen);
    // And it may be taken away again.
    await screen.page.locator(`[data-testid="ledger-row"][data-id="${id}"] [data-testid="rename"]`).click();
    await screen.type('rename-name', ' ');
    await screen.click('rename-submit');
    await screen.see('ledger-row', { id, name: '' });
  });

  test('all addresses of a list are copied at once, each on a line with its name behind it', async () => {
    await screen.goTo('accounts');
    const rows = await screen.allData('account-row');
    await screen.page.evaluate(() => {
      navigator.clipboard.writeText = (text) => {
        globalThis.copied = text;
        return Promise.resolve();
      };
    });
    await screen.click('copy-all');
    await screen.see('copy-all', { told: 'copied' });
    const lines = (await screen.page.evaluate(() => globalThis.copied)).split('\n');
    for (const { address, name } of rows.slice(0, 3)) assert.ok(lines.includes(`${address} ${name}`), name);
    assert.equal(lines.some((line) => /^[=+@-]/.test(line)), false);
  });

  test('contacts leave as a table, are told apart from what stays, and come back as they were', async () => {
    await screen.goTo('contacts');
    await screen.click('contact-add');
    await screen.type('contact-name', '=2+5 "harbour cranes"');
    await screen.type('contact-address', '3kBx2h5Y2veb4hZgAJWPrr8RyQESKm5TjzF3ti1QQ4VSYLwK1G');
    await screen.type('contact-note', '; -1 "quoted"');
    await screen.click('contact-submit');
    await screen.gone('contact-submit');
    const before = (await screen.allData('contact-row')).filter(({ own, valid }) => own === 'false' && valid === 'true');
    await screen.click('contacts-table');
    assert.equal(Number((await screen.data('table-counts')).contacts), before.length);
    await screen.see('notice', { code: 'table-omits-own-account' });
    await accessible(screen);
    await screen.click('table-save');
    await screen.see('table-saved', { saved: 'true' });
    await screen.click('dialog-cancel');
    const today = new Date().toISOString().slice(0, 10);
    const file = await chromium.downloaded(`lifeboat-contacts-${today}.csv`);
    const text = await readFile(file, 'utf8');
    assert.ok(text.startsWith('\ufeff"Name"'));
    assert.ok(text.includes(`"'=2+5 ""harbour cranes"""`), 'what a spreadsheet would run has an apostrophe before it');

    // Without it, and with it again.
    await screen.page
      .locator('[data-testid="contact-row"][data-address="3kBx2h5Y2veb4hZgAJWPrr8RyQESKm5TjzF3ti1QQ4VSYLwK1G"] [data-testid="contact-delete"]')
      .click();
    await screen.click('dialog-confirm');
    await screen.gone('contact-row', { address: '3kBx2h5Y2veb4hZgAJWPrr8RyQESKm5TjzF3ti1QQ4VSYLwK1G' });
    await openTable(file);
    await screen.see('import-preview');
    await screen.click('import-apply');
    assert.equal(Number((await screen.data('import-done')).added), 1);
    await screen.goTo('contacts');
    const after = (await screen.allData('contact-row')).filter(({ own, valid }) => own === 'false' && valid === 'true');
    assert.deepEqual(after, before);
  });

  test('rows that cannot be read are named by their lines, and nothing is half done', async () => {
    await openTable(path.join(ROOT, 'tests/vectors/contacts-tables/bad-rows.csv'));
    await previewRows(screen);
    for (const code of ['table-address-missing', 'table-address-not-valid', 'table-row-too-wide', 'table-cell-too-long']) {
      await screen.see('notice', { code });
    }
    assert.match(await screen.text('notice', { code: 'table-address-not-valid' }), /5, 13/);
    await accessible(screen);
    await screen.click('import-cancel');
    await offerFile(screen, path.join(ROOT, 'tests/vectors/contacts-tables/quote-not-closed.csv'));
    await screen.see('fault', { code: 'document-table-quote' });
  });

  test('a search among twenty thousand contacts draws a hundred rows at most', async () => {
    const file = path.join(folder, 'many.csv');
    await writeFile(file, await table(CONTACTS));
    await openTable(file);
    await screen.see('import-preview', {}, { within: 120_000 });
    await screen.click('import-apply');
    await screen.see('import-done', {}, { within: 120_000 });
    await screen.goTo('contacts');
    await screen.see('contact-row');
    const drawn = async () => (await screen.allData('contact-row')).length;
    assert.ok((await drawn()) <= 2 * AT_ONCE, 'contacts and own accounts, a hundred of each');
    await screen.page.evaluate(() => {
      globalThis.longTasks = [];
      new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({
        type: 'longtask',
      });
    });
    for (const typed of ['s', 'sa', 'sai', 'sail', 'sailor 19', 'sailor 1999', 'nobody at all', '']) {
      await screen.type('contacts-search', typed);
      // Few rows are no word of it having looked: the list says what it was searched for, and one of nothing is not there.
      if (typed === 'nobody at all') await screen.gone('long-list');
      else await screen.see('long-list', { of: typed });
      assert.ok((await drawn()) <= 2 * AT_ONCE, typed);
    }
    await screen.type('contacts-search', 'sailor 1999');
    await screen.seeAll('contact-row', (rows) => rows.length === 11);
    assert.deepEqual((await names('contact-row')).slice(0, 2), ['Sailor 1999', 'Sailor 19990'], 'by value, not by letter');
    // How long a task takes depends on who else uses the computer; what was done in it does not.
    const longest = await screen.page.evaluate(() => globalThis.longTasks);
    console.log(`long tasks of the page while searching ${CONTACTS} contacts, in ms: ${longest.join(', ') || 'none'}`);
  });

  /** A table says no network: the one in use is chosen. */
  async function openTable(file) {
    await offerFile(screen, file);
    await screen.see('import-recognised', { format: 'contacts-table', encrypted: 'false' });
    assert.equal(await screen.has('import-unencrypted'), false, 'there are no keys in it');
    await screen.click('import-open');
    await screen.click('import-network');
  }
});

/** So many contacts, made by other code than the engine's. */
async function table(count) {
  const { createHash } = await import('node:crypto');
  const hash = (bytes) => createHash('sha256').update(bytes).digest();
  const rows = Array.from({ length: count }, (_, number) => {
    const payload = Buffer.concat([Buffer.from([1]), hash(Buffer.from(`sailor ${number}`))]);
    return `Sailor ${number},${base58(Buffer.concat([payload, hash(hash(payload)).subarray(0, 4)]))},`;
  });
  return ['Name,Address,Note', ...rows, ''].join('\n');
}

function base58(bytes) {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = letters[Number(number % 58n)] + text;
  return text;
}
