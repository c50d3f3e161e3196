// A backup is saved in one step: the place is asked for, the file is written there, read back, and compared by the engine. The browser's own
// dialog is not shown to a headless browser: in its place stands a handle of the origin's private files, which writes and reads for real, or
// fails as a disk does.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport } from './support/project.mjs';
import { createVault, importFile, sealBackup, unlock } from './support/steps.mjs';

describe('saving a backup', { timeout: 180_000 }, () => {
  let chromium;
  let screen;

  before(async () => {
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    await importFile(screen, await desktopExport());
  });

  after(() => chromium?.close());

  /** What the dialog answers from now on. */
  const answer = (how) =>
    screen.page.evaluate((kind) => {
      const name = (text) => new DOMException('made up by a test', text);
      window.showSaveFilePicker = async ({ suggestedName }) => {
        if (kind === 'cancelled') throw name('AbortError');
        const files = await navigator.storage.getDirectory();
        const handle = await files.getFileHandle(suggestedName, { create: true });
        if (kind === 'good') return handle;
        const failing = (text) => ({
          getFile: () => handle.getFile(),
          remove: () => files.removeEntry(suggestedName),
          createWritable: async () => {
            if (text === 'NotAllowedError') throw name(text);
            const writable = await handle.createWritable();
            return { write: async () => Promise.reject(name(text)), close: () => writable.close(), abort: () => writable.abort() };
          },
        });
        if (kind === 'full') return failing('QuotaExceededError');
        if (kind === 'refused') return failing('NotAllowedError');
        if (kind === 'gone') return failing('InvalidStateError');
        // A disk that keeps something else than it was given.
        return {
          createWritable: () => handle.createWritable(),
          getFile: async () => {
            const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
            bytes[bytes.length >> 1] ^= 1;
            return new File([bytes], suggestedName);
          },
        };
      };
    }, how);
  const onDisk = () =>
    screen.page.evaluate(async () => {
      const names = [];
      for await (const name of (await navigator.storage.getDirectory()).keys()) if (name.endsWith('.json')) names.push(name);
      return names;
    });

  test('a dialog that is closed, a full disk, a place that is not allowed, and a wrong byte lose nothing and are said', async () => {
    await answer('cancelled');
    await sealBackup(screen);
    // The click that made the file asked for the place at once.
    await screen.see('export-trouble', { kind: 'cancelled' });
    for (const [how, said] of [['full', 'full'], ['refused', 'refused'], ['gone', 'failed']]) {
      await answer(how);
      await screen.click('export-choose-place');
      await screen.see('export-trouble', { kind: said });
      assert.deepEqual(await onDisk(), [], 'no empty file is left that could be taken for a backup');
    }
    await answer('differs');
    await screen.click('export-choose-place');
    await screen.see('fault', { code: 'read-back-differs' });
    assert.equal(await screen.has('export-done'), false);
  });

  test('a backup that is not saved waits, wherever one goes meanwhile', async () => {
    await screen.goTo('overview');
    await screen.see('overview-waiting', { waiting: 'unsaved-backup' });
    await screen.goTo('export');
    await screen.see('export-choose-place');
    await screen.click('export-back');
    await screen.see('dialog-confirm');
    await screen.click('dialog-cancel');
    await screen.see('export-choose-place');
  });

  test('it waits through a lock as well, and is not said to be lost', async () => {
    for (const [route, there] of [['export', 'export-choose-place'], ['overview', 'overview-waiting']]) {
      await screen.goTo(route);
      await screen.click('lock');
      await unlock(screen);
      await screen.see(there);
      if (route === 'overview') assert.doesNotMatch(await screen.text('overview-waiting'), /lock/u, 'a lock takes nothing, and is not said to');
      assert.equal((await screen.has('export-gone')) || (await screen.has('export-lost')), false, route);
    }
    await screen.goTo('export');
    await screen.see('export-choose-place');
  });

  test('the chosen place is written, read back, and said to be saved and checked', async () => {
    await answer('good');
    await screen.click('export-choose-place');
    await screen.see('export-done', { readBack: 'true' });
    assert.equal(await screen.page.evaluate(() => document.activeElement?.tagName), 'H2');
    assert.equal((await onDisk()).length, 1);
    await screen.goTo('overview');
    await screen.gone('overview-waiting');
    await screen.see('overview-backup', { cover: 'covered' });
  });

  test('one click makes the backup and saves it', async () => {
    await answer('good');
    await sealBackup(screen, { until: 'export-done' });
    await screen.see('export-done', { readBack: 'true' });
  });

  test('a backup that is thrown away is asked about first', async () => {
    await answer('cancelled');
    await sealBackup(screen);
    await screen.click('export-back');
    await screen.click('dialog-confirm');
    await screen.see('export-preview');
    await screen.goTo('overview');
    await screen.gone('overview-waiting');
  });
});
