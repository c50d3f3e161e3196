// The wallet at rest on a disk that fails it: full, killed in the middle of a save or of a deletion, put back from an older one.

import assert from 'node:assert/strict';
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import { accessible } from './support/accessible.mjs';
import { launch } from './support/chromium.mjs';
import { smallDisk } from './support/disk.mjs';
import { desktopExport, discard, extensionId, scratch, until } from './support/project.mjs';
import { createVault, importFile, openFile, unlock, UNLOCK } from './support/steps.mjs';

const OTHER = 'a lighthouse of my own, 1888';

describe('the vault and its disk', { timeout: 600_000 }, () => {
  test('killed in the middle of saves, again and again, nothing that was shown as saved is lost', async () => {
    await inProfile(async (profile) => {
      await withBrowser(profile, async (_, screen) => createVault(screen));
      let shown = null;
      for (let round = 0; round < 6; round += 1) {
        const chromium = await launch({ profile });
        try {
          const screen = await chromium.openPage('settings');
          await unlock(screen);
          assert.equal(await screen.has('vault-missing'), false);
          await screen.see('settings-auto-lock');
          const found = await minutesOf(screen);
          if (shown !== null) assert.ok(shown.possible.includes(found), `${found} after ${JSON.stringify(shown)}`);
          shown = { possible: [found], saves: 0 };
          await hear(screen, shown);
          await saveForEver(screen);
          await until('some saves', () => shown.saves > 2 + round);
          await pause(37 * round);
        } finally {
          // Also after a failure: a browser that is left keeps the tests from ending.
          await chromium.kill();
        }
      }
    });
  });

  test('killed while everything is deleted, the next start finishes it, or everything is there', async () => {
    await inProfile(async (profile) => {
      for (const wait of [0, 20, 100, 300]) {
        await withBrowser(profile, async (chromium, screen) => {
          if ((await screen.data('app')).vault === 'absent') await createVault(screen);
          else await unlock(screen);
          await screen.goTo('settings');
          await screen.click('vault-reset');
          await screen.type('vault-reset-confirm', 'delete');
          await screen.click('vault-reset-submit');
          await pause(wait);
          await chromium.kill();
        });
        await withBrowser(profile, async (_, screen) => {
          const { vault } = await screen.data('app');
          assert.ok(vault === 'absent' || vault === 'locked', `${vault} after ${wait} ms`);
          if (vault === 'locked') await unlock(screen);
        });
      }
    });
  });

  test('with the database out of order, one copy is said, saves go on, and a full disk leaves what was saved', async (t) => {
    const disk = await smallDisk(t, 256);
    if (disk === null) return;
    try {
      const profile = path.join(disk.folder, 'profile');
      await withBrowser(profile, async (_, screen) => createVault(screen));
      await breakDatabase(profile);
      await withBrowser(profile, async (chromium, screen) => {
        await screen.see('app', { vault: 'locked' });
        await screen.see('one-copy');
        await unlock(screen);
        await screen.see('one-copy');
        await screen.goTo('settings');
        await accessible(screen);
        await screen.select('settings-auto-lock', '15');
        await until('the save', async () => (await minutesOf(screen)) === '15');
        // Longer than any copy so far: what is written in its place does not fit.
        await openFile(screen, await desktopExport());
        await disk.fill();
        await screen.click('import-apply');
        const { code } = await screen.data('fault');
        assert.equal(code, 'store-full', 'the disk is named');
        assert.match(await screen.text('fault'), /disk is full/);
        await chromium.kill();
      });
      await disk.free();
      await withBrowser(profile, async (_, screen) => {
        await unlock(screen);
        assert.equal(await screen.has('vault-missing'), false);
        await screen.goTo('settings');
        assert.equal(await minutesOf(screen), '15', 'what was saved before');
      });
    } finally {
      await disk.unmount();
    }
  });

  test('a full disk is named, the second copy is written by itself when there is room again', async (t) => {
    const disk = await smallDisk(t, 256);
    if (disk === null) return;
    try {
      await withBrowser(path.join(disk.folder, 'profile'), async (_, screen) => {
        await createVault(screen);
        await importFile(screen, await desktopExport());
        await screen.goTo('settings');
        await disk.fill();
        await screen.select('settings-auto-lock', '30');
        const seen = await until('a word about it', async () => {
          if (await screen.has('one-copy')) return (await screen.data('one-copy')).trouble;
          return (await screen.has('fault')) ? (await screen.data('fault')).code : undefined;
        });
        assert.ok(seen === 'disk-full' || seen === 'store-full', seen);
        assert.doesNotMatch(await screen.page.evaluate(() => document.body.innerText), /\(\w+Error\)/);
        await disk.free();
        await screen.select('settings-auto-lock', '60');
        await until('the save', async () => (await minutesOf(screen)) === '60');
        await screen.gone('one-copy', {}, { within: 90_000 });
      });
    } finally {
      await disk.unmount();
    }
  });

  test('a change is written behind the vault in both stores; torn in both, what was before it is said to be older', async () => {
    await inProfile(async (profile) => {
      await withBrowser(profile, async (_, screen) => {
        await createVault(screen);
        await importFile(screen, await desktopExport());
        await screen.goTo('settings');
        let before = await stored(screen);
        assert.equal(before.behind, null, 'an import is sealed whole');
        for (const minutes of ['15', '30']) {
          await screen.select('settings-auto-lock', minutes);
          await until('the save', async () => (await minutesOf(screen)) === minutes);
          const after = await stored(screen);
          const added = after.file.length - before.file.length;
          assert.ok(added > 100 && added < 4_000, `${added} bytes for one setting, behind ${before.file.length}`);
          assert.ok(after.file.startsWith(before.file) && after.whole === before.whole, 'what was there is not touched');
          assert.ok(after.file === after.whole + after.behind.slice(2 * 40), 'both stores have the same');
          before = after;
        }
      });
      await withBrowser(profile, async (_, screen) => {
        await screen.see('app', { vault: 'locked' });
        assert.equal(await screen.has('vault-mended'), false);
        await unlock(screen);
        await screen.goTo('settings');
        assert.equal(await minutesOf(screen), '30');
        await tear(screen);
      });
      await withBrowser(profile, async (_, screen) => {
        assert.equal((await screen.data('vault-missing')).saves, '1');
        await screen.type('unlock-password', UNLOCK);
        await screen.tick('vault-choice');
        await screen.click('unlock-submit');
        await screen.see('app', { vault: 'unlocked' });
        await screen.goTo('settings');
        assert.equal(await minutesOf(screen), '15', 'the save before the last one');
      });
    });
  });

  test('an older state of both stores is said, and taken only by choice', async () => {
    await inProfile(async (profile) => {
      await withBrowser(profile, async (_, screen) => createVault(screen));
      const old = await scratch('old');
      try {
        await copyStores(profile, old);
        await withBrowser(profile, async (_, screen) => {
          await unlock(screen);
          await screen.goTo('settings');
          for (const minutes of ['15', '30', '60']) {
            await screen.select('settings-auto-lock', minutes);
            await until('the save', async () => (await minutesOf(screen)) === minutes);
          }
          await until('the memory', async () => (await screen.page.evaluate(() => chrome.storage.local.get('summary'))).summary.last.revision === 4);
        });
        await copyStores(old, profile);
        await withBrowser(profile, async (_, screen) => {
          const { saves } = await screen.data('vault-missing');
          await accessible(screen);
          assert.equal(saves, '3');
          await screen.type('unlock-password', UNLOCK);
          const disabled = await (await screen.see('unlock-submit')).evaluate((button) => button.disabled);
          assert.equal(disabled, true, 'not before it was chosen');
          await screen.tick('vault-choice');
          await screen.click('unlock-submit');
          await screen.see('app', { vault: 'unlocked' });
        });
        await withBrowser(profile, async (_, screen) => {
          await unlock(screen);
          assert.equal(await screen.has('vaults'), false, 'decided for good');
        });
      } finally {
        await discard(old);
      }
    });
  });

  test('a vault put back from an old disk and the one made since: both are listed, each opens with its own password', async () => {
    await inProfile(async (profile) => {
      await withBrowser(profile, async (_, screen) => {
        await createVault(screen);
        await importFile(screen, await desktopExport());
      });
      const old = await scratch('old');
      try {
        await cp(path.join(profile, 'Default', 'IndexedDB'), path.join(old, 'IndexedDB'), { recursive: true });
        await withBrowser(profile, async (_, screen) => {
          await unlock(screen);
          await screen.goTo('settings');
          await screen.click('vault-reset');
          await screen.type('vault-reset-confirm', 'delete');
          await screen.click('vault-reset-submit');
          await createVault(screen, OTHER);
        });
        await rm(path.join(profile, 'Default', 'IndexedDB'), { recursive: true });
        await cp(path.join(old, 'IndexedDB'), path.join(profile, 'Default', 'IndexedDB'), { recursive: true });
        await withBrowser(profile, async (_, screen) => {
          await screen.see('vaults');
          await accessible(screen);
          const choices = await screen.allData('vault-choice');
          assert.equal(choices.length, 2);
          const number = choices.findIndex(({ saves }) => saves !== '1');
          await choose(screen, number, UNLOCK);
          await screen.goTo('accounts');
          assert.ok((await screen.allData('account-row')).length > 0, 'the old vault');
          await screen.goTo('settings');
          await screen.see('vaults-aside');
        });
        await withBrowser(profile, async (_, screen) => {
          await screen.see('vault-choice', { setAside: 'true' });
          await choose(screen, 1, OTHER);
          await screen.goTo('accounts');
          assert.equal((await screen.allData('account-row')).length, 0, 'the newer one');
        });
      } finally {
        await discard(old);
      }
    });
  });

  test('that removing the extension deletes the vault is said where it matters', async () => {
    await inProfile(async (profile) => {
      await withBrowser(profile, async (_, screen) => {
        await createVault(screen, undefined, () => screen.see('removing'));
        await screen.goTo('settings');
        await screen.see('removing');
        await screen.click('lock');
        await screen.click('unlock-forgot');
        await screen.see('removing');
      });
    });
  });
});

async function inProfile(use) {
  const profile = await scratch('vault-disk');
  try {
    await use(profile);
  } finally {
    await discard(profile);
  }
}

async function withBrowser(profile, use) {
  const chromium = await launch({ profile });
  try {
    const screen = await chromium.openPage();
    await until('the lock screen', async () => !['starting'].includes((await screen.data('app')).vault));
    await use(chromium, screen);
  } finally {
    await chromium.close();
  }
}

async function choose(screen, number, password) {
  const choices = await screen.page.$$('[data-testid="vault-choice"]');
  await choices[number].evaluate((input) => input.click());
  await screen.type('unlock-password', password);
  await screen.click('unlock-submit');
  await screen.see('app', { vault: 'unlocked' });
}

async function minutesOf(screen) {
  return (await screen.see('settings-auto-lock')).evaluate((select) => select.value);
}

/**
 * Notes every value that the page shows as saved, and the one that may be saved by now. The page waits until it is heard: saves take less
 * time than its messages, and it would be ahead of what is known here.
 */
async function hear(screen, shown) {
  await screen.page.exposeFunction('saying', (word, value) => {
    if (word === 'saving') shown.possible = [shown.possible[0], value];
    else {
      shown.possible = [value];
      shown.saves += 1;
    }
  });
}

/** Chooses one auto-lock time after the other, each as soon as it is heard that the one before is shown as saved. */
async function saveForEver(screen) {
  await screen.page.evaluate(() => {
    const find = () => document.querySelector('[data-testid="settings-auto-lock"]');
    const moment = () => new Promise((resolve) => setTimeout(resolve, 1));
    const go = async () => {
      for (let turn = 0; ; turn += 1) {
        const value = ['1', '5', '15', '30', '60', '120'].filter((one) => one !== find().value)[turn % 5];
        await globalThis.saying('saving', value);
        find().value = value;
        find().dispatchEvent(new Event('change', { bubbles: true }));
        await moment();
        while (find().disabled || find().value !== value) await moment();
        await globalThis.saying('saved', value);
      }
    };
    void go();
  });
}

/** A database that cannot be opened: a file lies where its folder was. */
async function breakDatabase(profile) {
  const folder = path.join(profile, 'Default', 'IndexedDB', `chrome-extension_${await extensionId()}_0.indexeddb.leveldb`);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'no folder');
}

async function copyStores(from, to) {
  for (const name of ['IndexedDB', 'File System']) {
    const [source, target] = [from, to].map((folder) => path.join(folder, 'Default', name));
    await rm(target, { recursive: true, force: true });
    await cp(source, target, { recursive: true });
  }
}

function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/** What lies in both stores, as hexadecimal text: the longer file, the database's record and what was written behind it. */
async function stored(screen) {
  return screen.page.evaluate(async () => {
    const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const root = await navigator.storage.getDirectory();
    const files = await Promise.all(['vault', 'vault-2'].map(async (name) => {
      const handle = await root.getFileHandle(name).catch(() => null);
      return handle === null ? '' : hex(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
    }));
    const ask = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await ask(indexedDB.open('lifeboat'));
    const records = database.transaction('records').objectStore('records');
    const [whole, behind] = await Promise.all(['vault', 'vault.behind'].map((key) => ask(records.get(key))));
    database.close();
    return { file: files.sort((one, other) => other.length - one.length)[0], whole: hex(whole), behind: behind === undefined ? null : hex(behind) };
  });
}

/** Takes the last byte off what was written last, as a write that was cut off in both stores would have left it. */
async function tear(screen) {
  await screen.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for (const name of ['vault', 'vault-2']) {
      const handle = await root.getFileHandle(name).catch(() => null);
      if (handle === null) continue;
      const file = await handle.createWritable({ keepExistingData: true });
      await file.truncate((await handle.getFile()).size - 1);
      await file.close();
    }
    const ask = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await ask(indexedDB.open('lifeboat'));
    const records = database.transaction('records', 'readwrite').objectStore('records');
    const behind = await ask(records.get('vault.behind'));
    await ask(records.put(behind.slice(0, behind.length - 1), 'vault.behind'));
    database.close();
  });
}
