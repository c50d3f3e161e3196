// The wallet at rest, when the computer does its worst: the browser is killed, a copy is damaged, both are.

import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport, discard, scratch } from './support/project.mjs';
import { createVault, importFile, lists, unlock } from './support/steps.mjs';

/** A closed profile with the typical wallet in its vault, and what its lists show. */
let made;
let expected;

describe('the vault', { timeout: 300_000 }, () => {
  before(async () => {
    made = await scratch('vault-made');
    const chromium = await launch({ profile: made });
    try {
      const screen = await chromium.openPage();
      await createVault(screen);
      await importFile(screen, await desktopExport());
      expected = await lists(screen);
    } finally {
      await chromium.close();
    }
  });

  after(() => discard(made));

  test('a browser that is killed loses nothing that was reported as written', async () => {
    await withWallet(async ({ profile, chromium, expected }) => {
      await chromium.kill();
      await reopened(profile, async (screen) => {
        await unlock(screen);
        assert.deepEqual(await lists(screen), expected);
      });
    });
  });

  test('damage to the database is mended from the second copy, and said', async () => {
    await withWallet(async ({ profile, chromium, expected }) => {
      await chromium.close();
      assert.ok((await damage(databaseOf(profile))) > 0, 'there was a database to damage');
      await reopened(profile, async (screen) => {
        await screen.see('app', { vault: 'locked' });
        await screen.see('vault-mended');
        await unlock(screen);
        assert.deepEqual(await lists(screen), expected);
      });
      // Mended for good: the next start has nothing to say.
      await reopened(profile, async (screen) => {
        await screen.see('app', { vault: 'locked' });
        assert.equal(await screen.has('vault-mended'), false);
      });
    });
  });

  test('a database that is gone is not a new person', async () => {
    await withWallet(async ({ profile, chromium, expected }) => {
      await chromium.close();
      await discard(databaseOf(profile));
      await reopened(profile, async (screen) => {
        await unlock(screen);
        assert.deepEqual(await lists(screen), expected);
      });
    });
  });

  test('a database whose record cannot be read is mended from the second copy', async () => {
    const profile = await scratch('vault-unread');
    try {
      const chromium = await launch({ profile });
      const screen = await chromium.openPage();
      await createVault(screen);
      // So long that the database keeps the record in a file of its own.
      await importFile(screen, await desktopExport('addressbook-501.json'));
      const before = await lists(screen);
      await chromium.close();
      const folder = path.join(profile, 'Default', 'IndexedDB');
      const blobs = (await readdir(folder)).filter((name) => name.endsWith('.indexeddb.blob'));
      assert.equal(blobs.length, 1, 'there is such a file');
      await rm(path.join(folder, blobs[0]), { recursive: true });
      await reopened(profile, async (screen) => {
        await screen.see('vault-mended');
        await unlock(screen);
        assert.deepEqual(await lists(screen), before);
      });
      await reopened(profile, async (screen) => {
        await screen.see('app', { vault: 'locked' });
        assert.equal((await screen.has('vault-mended')) || (await screen.has('one-copy')), false, 'mended for good');
      });
    } finally {
      await discard(profile);
    }
  });

  test('a second copy that is gone is made again', async () => {
    await withWallet(async ({ profile, chromium, expected }) => {
      await chromium.close();
      await discard(path.join(profile, 'Default', 'File System'));
      await reopened(profile, async (screen) => {
        await unlock(screen);
        assert.deepEqual(await lists(screen), expected);
      });
    });
  });

  test('two tabs: the second says where the wallet is open, and can take it over', async () => {
    await withWallet(async ({ chromium, screen, expected }) => {
      const second = await chromium.openPage();
      await second.see('app', { vault: 'elsewhere' });
      await second.click('take-over');
      await second.see('app', { vault: 'locked' });
      await screen.see('app', { vault: 'elsewhere' });
      await unlock(second);
      assert.deepEqual(await lists(second), expected);
    });
  });

  test('when its time has come, the page locks, and the popup knows', async () => {
    await withWallet(async ({ chromium, screen }) => {
      await chromium.inBackground(
        `chrome.storage.session.set({ lockAt: Date.now() }).then(() => chrome.alarms.create('auto-lock', { when: Date.now() }))`,
      );
      await screen.see('app', { vault: 'locked' });
      const popup = await chromium.openPopup();
      await popup.see('popup-state', { state: 'locked' });
    });
  });

  test('when the screen of the computer is locked, the vault is', async () => {
    await withWallet(async ({ chromium, screen }) => {
      await chromium.inBackground(`chrome.idle.onStateChanged.dispatch('locked')`);
      await screen.see('app', { vault: 'locked' });
    });
  });

  test('nothing outside the vault says what is in it', async () => {
    await withWallet(async ({ chromium, screen }) => {
      await screen.goTo('accounts');
      const [{ name, address }] = (await screen.allData('account-row')).filter((row) => row.name && row.address);
      const stored = await chromium.inBackground(
        'Promise.all([chrome.storage.local.get(), chrome.storage.session.get()]).then(JSON.stringify)',
      );
      assert.ok(!stored.includes(name) && !stored.includes(address), stored);
    });
  });
});

/** A copy of the profile; the page is left unlocked. */
async function withWallet(use) {
  const profile = await scratch('vault');
  await cp(made, profile, { recursive: true });
  const chromium = await launch({ profile });
  try {
    const screen = await chromium.openPage();
    await unlock(screen);
    // Something is written in this run, too: a browser that is killed has files open.
    await screen.goTo('settings');
    await screen.select('settings-auto-lock', '15');
    await screen.page.waitForFunction(() => document.querySelector('[data-testid="settings-auto-lock"]')?.value === '15');
    await use({ profile, chromium, screen, expected });
  } finally {
    await chromium.close();
    await discard(profile);
  }
}

async function reopened(profile, use) {
  const chromium = await launch({ profile });
  try {
    await use(await chromium.openPage());
  } finally {
    await chromium.close();
  }
}

function databaseOf(profile) {
  return path.join(profile, 'Default', 'IndexedDB');
}

/** Flips 16 bytes in the middle of every log and table: what a bad sector does. Answers how many files it hit. */
async function damage(folder) {
  let hit = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(log|ldb)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(file);
    if (bytes.length < 64) continue;
    const middle = Math.floor(bytes.length / 2);
    for (let at = middle; at < middle + 16; at += 1) bytes[at] ^= 0xff;
    await rm(file);
    await writeFile(file, bytes);
    hit += 1;
  }
  return hit;
}
