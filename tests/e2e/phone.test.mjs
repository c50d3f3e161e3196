// The files of phone wallets, through a real browser and a real disk: opened, kept with their keys or without, and made again.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
// Phone and Desktop Wallet files are locked the same way.
import { openDesktopFile as openEnvelope } from './support/desktop-file.mjs';
import { phoneExport } from './support/project.mjs';
import { BACKUP, UNLOCK, createVault, exportBackup, importFile, lists, offerFile, openFile, previewRows, report, unfold } from './support/steps.mjs';

describe('phone wallets', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let phone;
  let inside;

  before(async () => {
    phone = await phoneExport();
    inside = openEnvelope(await readFile(phone.path, 'utf8'), phone.password);
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
  });

  after(() => chromium?.close());

  test('a file is previewed with where its keys are, and kept with them', async () => {
    await openFile(screen, phone);
    await screen.see('import-preview', { source: 'phone-wallet' });
    await screen.see('import-keys');
    const items = await previewRows(screen);
    const accounts = items.filter(({ kind }) => kind === 'account');
    assert.equal(accounts.length, inside.value.identities.flatMap((one) => one.accounts).length);
    assert.ok(accounts.every(({ keys, status }) => keys === 'computer' && status === 'new'), JSON.stringify(accounts));
    await screen.click('import-apply');
    assert.equal((await report(screen)).refused, 0);
    await screen.goTo('accounts');
    const rows = await screen.allData('account-row');
    assert.ok(rows.every(({ keys }) => keys === 'computer'), JSON.stringify(rows));
  });

  test('the phone file that is made of it holds what the phone’s file held', async () => {
    const file = await exportBackup(chromium, screen, { format: 'phone-wallet' });
    assert.equal(path.basename(file), 'concordium-backup.concordiumwallet');
    assert.deepEqual(sorted(openEnvelope(await readFile(file, 'utf8'), BACKUP)), sorted(inside));
  });

  test('a Lifeboat backup carries the keys to an empty profile, and shows none of them', async () => {
    const file = await exportBackup(chromium, screen);
    const [account] = inside.value.identities[0].accounts;
    const secret = account.accountKeys.keys['0'].keys['0'].signKey;
    assert.ok(!(await readFile(file, 'utf8')).includes(secret));
    const expected = await lists(screen);
    const second = await launch();
    try {
      const other = await second.openPage();
      await createVault(other);
      await importFile(other, { path: file, password: BACKUP });
      assert.deepEqual(await lists(other), expected);
      const again = await exportBackup(second, other, { format: 'phone-wallet' });
      assert.deepEqual(sorted(openEnvelope(await readFile(again, 'utf8'), BACKUP)), sorted(inside));
    } finally {
      await second.close();
    }
  });

  test('the Desktop Wallet’s format says what it cannot carry, before', async () => {
    await screen.goTo('accounts');
    await screen.goTo('export');
    await screen.click('export-format-desktop-wallet');
    await screen.see('export-omission', { code: 'desktop-omits-phone-account' });
    assert.equal((await screen.data('export-preview')).accounts, '0');
  });

  test('the keys of one account: a warning, the unlock password, a file that another wallet reads', async () => {
    const [, account] = inside.value.identities[0].accounts;
    await screen.goTo('accounts');
    await screen.click('account-row', { address: account.address });
    await screen.see('account-detail', { address: account.address });
    await screen.click('account-key-export');
    await screen.tick('key-export-understood');
    await screen.type('key-export-password', phone.password);
    await screen.click('key-export-submit');
    await screen.see('fault', { code: 'not-the-unlock-password' });
    await screen.type('key-export-password', UNLOCK);
    await screen.click('key-export-submit');
    await screen.click('key-export-download');
    const file = await chromium.downloaded(`${account.address}.export`);
    await screen.click('key-export-done');
    const written = JSON.parse(await readFile(file, 'utf8'));
    assert.equal(written.type, 'concordium-browser-wallet-account');
    assert.equal(written.environment, inside.environment);
    assert.deepEqual(written.value.accountKeys, account.accountKeys);
    assert.equal(written.value.address, account.address);

    const third = await launch();
    try {
      const other = await third.openPage();
      await createVault(other);
      await offerFile(other, file);
      await other.see('import-recognised', { format: 'browser-key' });
      await other.see('import-unencrypted');
      await other.click('import-open');
      await other.see('import-preview', { source: 'browser-key' });
      await other.click('import-apply');
      await report(other);
      await other.goTo('accounts');
      await other.see('account-row', { address: account.address, keys: 'computer' });
    } finally {
      await third.close();
    }
  });

  test('whoever only watches keeps no key, and the same file brings them later', async () => {
    const fourth = await launch();
    try {
      const other = await fourth.openPage();
      await createVault(other);
      await openFile(other, phone);
      await other.tick('import-keys-watch');
      await unfold(other);
      await other.see('preview-item', { kind: 'account', keys: 'nowhere' });
      await other.click('import-apply');
      await report(other);
      await other.goTo('accounts');
      assert.ok((await other.allData('account-row')).every(({ keys }) => keys === 'nowhere'));
      await openFile(other, phone);
      await other.see('preview-item', { kind: 'account', status: 'repairs' });
      await other.click('import-apply');
      await report(other);
      await other.goTo('accounts');
      assert.ok((await other.allData('account-row')).every(({ keys }) => keys === 'computer'));
    } finally {
      await fourth.close();
    }
  });

  test('a phone file with nothing from a phone in it cannot be made, and says so', async () => {
    const fifth = await launch();
    try {
      const other = await fifth.openPage();
      await createVault(other);
      await other.goTo('contacts');
      await other.click('contact-add');
      await other.type('contact-name', 'A friend');
      await other.type('contact-address', inside.value.identities[0].accounts[0].address);
      await other.click('contact-submit');
      await other.see('contact-row', { name: 'A friend' });
      await other.goTo('export');
      await other.click('export-format-phone-wallet');
      await other.see('export-nothing');
      assert.ok(!(await other.has('export-password')), 'a password is asked for a file that nobody can make');
    } finally {
      await fifth.close();
    }
  });
});

/** Lists in an order of their own: phones promise none. */
function sorted(document) {
  const by = (name) => (one, other) => (one[name] < other[name] ? -1 : 1);
  const copy = structuredClone(document);
  copy.value.identities.sort(by('name'));
  for (const identity of copy.value.identities) identity.accounts.sort(by('address'));
  copy.value.recipients.sort(by('address'));
  return copy;
}
