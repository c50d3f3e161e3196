// An export of more files than one. A headless browser shows no chooser: in its place stands a folder of the origin's private files, which
// writes and reads for real, or fails as a disk does.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { launch } from './support/chromium.mjs';
import { openDesktopFile } from './support/desktop-file.mjs';
import { discard, scratch, TOOLS } from './support/project.mjs';
import { BACKUP, createVault, importFile, sealBackup } from './support/steps.mjs';

const CONTACTS = 1_001;

describe('an export of many contacts', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let folder;

  before(async () => {
    folder = await scratch('many-files');
    const { stdout } = await promisify(execFile)(path.join(TOOLS, 'hostile'), ['contacts', String(CONTACTS)], {
      encoding: 'buffer',
      maxBuffer: 80 * 1024 * 1024,
    });
    const file = path.join(folder, 'contacts.json');
    await writeFile(file, stdout);
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    // The password of every file that `hostile` makes.
    const { refused } = await importFile(screen, { path: file, password: '123456' });
    assert.equal(refused, 0);
    await sealBackup(screen, { format: 'desktop-wallet' });
  });

  after(async () => {
    await chromium?.close();
    await discard(folder);
  });

  /** What the chooser gives from now on. `how` may be what the browser says of the second file. */
  const choose = (how) =>
    screen.page.evaluate((kind) => {
      window.asked = 0;
      window.showDirectoryPicker = async () => {
        window.asked += 1;
        if (kind === 'nothing') throw new DOMException('made up by a test', 'AbortError');
        const root = await navigator.storage.getDirectory();
        const chosen = await root.getDirectoryHandle('chosen', { create: true });
        const onFile = (within, act) => ({
          name: within.name,
          getFileHandle: async (name, options) => {
            await act(name);
            return within.getFileHandle(name, options);
          },
        });
        const folders = (act) => ({
          keys: () => chosen.keys(),
          removeEntry: (name, options) => chosen.removeEntry(name, options),
          getDirectoryHandle: async (name, options) => onFile(await chosen.getDirectoryHandle(name, options), act),
        });
        if (kind.endsWith('Error')) {
          return folders(async (name) => {
            if (name.includes('-2-of-')) throw new DOMException('made up by a test', kind);
          });
        }
        if (kind === 'slow') {
          return folders(async (name) => {
            if (name.includes('-2-of-')) await new Promise((resolve) => (window.goOn = resolve));
          });
        }
        return chosen;
      };
    }, how);

  /** What is in the chosen folder: each folder in it, with the texts of its files. */
  const onDisk = () =>
    screen.page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const chosen = await root.getDirectoryHandle('chosen', { create: true });
      const found = {};
      for await (const [name, within] of chosen.entries()) {
        if (within.kind === 'file') continue;
        found[name] = {};
        for await (const [file, handle] of within.entries()) found[name][file] = await (await handle.getFile()).text();
      }
      return found;
    });

  test('nothing is written where no folder was chosen, and the files wait', async () => {
    await choose('nothing');
    await screen.click('export-save-all');
    await screen.see('export-save-all-trouble', { kind: 'cancelled' });
    assert.deepEqual(await onDisk(), {});
  });

  test('what fails half way is taken away as a whole, and it says why', async () => {
    for (const [error, said] of [
      ['QuotaExceededError', 'full'],
      ['NotAllowedError', 'refused'],
      ['NotFoundError', 'failed'],
    ]) {
      await choose(error);
      await screen.click('export-save-all');
      await screen.see('export-save-all-trouble', { kind: said });
      const told = await screen.page.$eval('[data-testid=export-save-all-trouble]', (panel) => panel.textContent);
      assert.match(told, /-2-of-3/);
      assert.deepEqual(await onDisk(), {});
    }
  });

  test('so is what was given up, and it says how far it is', async () => {
    await choose('slow');
    await screen.click('export-save-all');
    await screen.page.waitForFunction(() => document.querySelector('[data-testid=busy]')?.textContent.includes('file 2 of 3'));
    await screen.click('export-save-all-cancel');
    await screen.page.evaluate(() => window.goOn());
    await screen.see('export-save-all-trouble', { kind: 'stopped' });
    assert.deepEqual(await onDisk(), {});
  });

  test('one folder, chosen once, has all files, read back, and nothing there is written over', async () => {
    await choose('good');
    await screen.page.evaluate(async () => {
      const chosen = await (await navigator.storage.getDirectory()).getDirectoryHandle('chosen');
      await chosen.getDirectoryHandle('wallet-export', { create: true });
    });
    await screen.click('export-save-all');
    await screen.see('export-done', { readBack: 'true' });
    assert.equal(await screen.page.evaluate(() => window.asked), 1);
    const { 'wallet-export': before, 'wallet-export 2': made, ...others } = await onDisk();
    assert.deepEqual([before, others], [{}, {}]);
    assert.deepEqual(Object.keys(made).sort(), [1, 2, 3].map((number) => `wallet-export-${number}-of-3.json`));
    // The Desktop Wallet takes at most 500 new contacts of a file.
    const books = Object.values(made).map((text) => openDesktopFile(text, BACKUP).addressBook);
    assert.ok(books.every(({ length }) => length <= 500));
    assert.equal(new Set(books.flat().map(({ address }) => address)).size, CONTACTS);
    const headers = Object.values(made).map((text) => JSON.parse(text).metadata);
    assert.equal(new Set(headers.map(({ salt }) => salt)).size, 1);
    assert.equal(new Set(headers.map(({ initializationVector }) => initializationVector)).size, 3);
  });
});
