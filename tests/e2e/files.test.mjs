// A person's files, through a real browser and a real disk: open a Desktop Wallet export, make backups, open them again.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { openDesktopFile } from './support/desktop-file.mjs';
import { desktopExport, until } from './support/project.mjs';
import { BACKUP, createVault, exportBackup, importFile, lists, offerFile, openFile, previewRows, report, unlock } from './support/steps.mjs';

describe('files', { timeout: 240_000 }, () => {
  let chromium;
  let screen;
  let desktop;
  let native;
  let written;

  before(async () => {
    desktop = await desktopExport();
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
  });

  after(() => chromium?.close());

  test('an export of the Desktop Wallet opens with every row the Desktop Wallet makes of it', async () => {
    await openFile(screen, desktop);
    // The answer, and its button before every row: in the order of the keyboard, too.
    await screen.see('import-preview', { answer: 'all-new' });
    assert.equal(await screen.has('preview-item'), false, 'nothing asks for a look');
    const order = await screen.page.$$eval('[data-testid="import-apply"], [data-testid="preview-fold"]', (nodes) =>
      nodes.map((node) => node.dataset.testid),
    );
    assert.equal(order[0], 'import-apply');
    assert.ok(order.includes('preview-fold'));
    assert.equal(await screen.page.evaluate(() => document.activeElement?.tagName), 'H2', 'the answer has the focus');
    // All of a kind is left out, and brought in again, with one button.
    await screen.unfold('preview-fold', { kind: 'contact', filter: 'new' });
    const all = await screen.text('preview-outlook');
    await screen.click('preview-all-contact');
    await screen.page.waitForFunction(
      (before) => document.querySelector('[data-testid="preview-outlook"]').innerText !== before,
      {},
      all,
    );
    assert.match(await screen.text('preview-outlook'), /left out/u);
    await screen.click('preview-all-contact');
    await screen.page.waitForFunction(
      (before) => document.querySelector('[data-testid="preview-outlook"]').innerText === before,
      {},
      all,
    );
    const items = await previewRows(screen);
    assert.ok(items.every(({ status }) => status !== 'cannot-import'), JSON.stringify(items));
    await screen.click('import-apply');
    const done = await report(screen);
    assert.equal(done.refused, 0);
    const { rows } = desktop;
    const shown = await lists(screen);
    assert.equal(shown.accounts.length, rows.accounts);
    assert.equal(shown.identities.length, rows.identities);
    assert.equal(shown.contacts.length, rows.addressBook);
  });

  test('opening the same file again changes nothing', async () => {
    const before = await lists(screen);
    const done = await importFile(screen, desktop);
    assert.equal(done.added + done.updated, 0);
    assert.deepEqual(await lists(screen), before);
  });

  test('a wrong password is said to be one, and changes nothing', async () => {
    const before = await lists(screen);
    await offerFile(screen, desktop.path);
    await screen.type('import-password', 'not this one');
    await screen.click('import-open');
    await screen.see('fault');
    await screen.see('import-password');
    assert.deepEqual(await lists(screen), before);
  });

  test('what is not a backup is refused in words', async () => {
    const file = path.join(chromium.downloads, 'holiday.json');
    await writeFile(file, '{"hello": "world"}');
    await offerFile(screen, file);
    const { code } = await screen.data('fault');
    assert.match(code, /^[a-z0-9-]+$/);
    assert.ok((await screen.text('fault-message')).length > 10);
    assert.ok((await screen.text('fault-advice')).length > 10);
  });

  test('a backup is on the disk, read back, and shows nothing of what is in it', async () => {
    native = await exportBackup(chromium, screen);
    assert.match(path.basename(native), /^lifeboat-backup-\d{4}-\d{2}-\d{2}\.json$/);
    const text = await readFile(native, 'utf8');
    assert.doesNotThrow(() => JSON.parse(text));
    for (const name of (await screen.allData('account-row')).map((row) => row.name)) {
      assert.ok(!text.includes(name), 'a name in clear');
    }
  });

  test('a Desktop Wallet file opens with an implementation that shares no line with ours', async () => {
    const file = await exportBackup(chromium, screen, { format: 'desktop-wallet' });
    written = openDesktopFile(await readFile(file, 'utf8'), BACKUP);
    const { rows } = desktop;
    assert.equal(written.accounts.length, rows.accounts);
    assert.equal(written.identities.length, rows.identities);
    assert.equal(written.credentials.length, rows.credentials);
    assert.equal(written.externalCredentials.length, rows.externalCredentials);
    assert.equal(written.addressBook.length, rows.addressBook);
    assert.equal(written.wallets.length, rows.wallet);
  });

  test('the backup gives an empty profile the same wallet', async () => {
    const expected = await lists(screen);
    const second = await launch();
    try {
      const other = await second.openPage();
      await createVault(other, 'another unlock password, 77');
      const done = await importFile(other, { path: native, password: BACKUP });
      assert.equal(done.refused, 0);
      assert.deepEqual(await lists(other), expected);
      const again = await exportBackup(second, other, { format: 'desktop-wallet' });
      assert.deepEqual(openDesktopFile(await readFile(again, 'utf8'), BACKUP), written);
    } finally {
      await second.close();
    }
  });

  test('an import can be taken back', async () => {
    const third = await launch();
    try {
      const other = await third.openPage();
      await createVault(other);
      const before = Date.now();
      await importFile(other, desktop);
      // Whoever comes back another day is told which file that was, and when.
      await other.page.reload();
      await unlock(other);
      await other.goTo('overview');
      await other.see('undo-offer');
      assert.equal(await other.text('undo-file'), path.basename(desktop.path));
      const { what, at } = await other.data('undo-deed');
      assert.equal(what, 'file');
      assert.ok(before <= Number(at) && Number(at) <= Date.now(), at);
      const offered = await other.data('undo-takenAway');
      await other.click('import-undo');
      await other.see('undo-done');
      assert.equal(await other.text('undo-file'), path.basename(desktop.path));
      assert.deepEqual(await other.data('undo-takenAway'), offered);
      assert.equal(await other.has('undo-offer'), false);
      assert.deepEqual(await lists(other), { accounts: [], identities: [], contacts: [] });
    } finally {
      await third.close();
    }
  });

  test('a damaged backup is refused, whatever bit of it was damaged', async () => {
    const bytes = await readFile(native);
    const damaged = path.join(chromium.downloads, 'damaged.json');
    // In the middle of the longest text of the file: the ciphertext.
    const at = Math.floor(bytes.length * 0.6);
    bytes[at] = bytes[at] === 65 ? 66 : 65;
    await writeFile(damaged, bytes);
    await offerFile(screen, damaged);
    // Damage may show before the password is asked for, or only with it.
    await until('an answer', async () => (await screen.has('fault')) || screen.has('import-password'));
    if (!(await screen.has('fault'))) {
      await screen.type('import-password', BACKUP);
      await screen.click('import-open');
    }
    await screen.see('fault');
    assert.equal(await screen.has('import-preview'), false);
  });

  test('locked means locked: a reload wants the password, and gives the same wallet', async () => {
    const expected = await lists(screen);
    await screen.page.reload();
    await unlock(screen);
    assert.deepEqual(await lists(screen), expected);
  });
});
