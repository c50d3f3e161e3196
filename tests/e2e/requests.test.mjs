// Whom the extension talks to: the browser writes down every request of its network, whoever makes it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport, discard, scratch } from './support/project.mjs';
import {
  asked,
  exportBackup,
  freshWallet,
  importFile,
  indexThrough,
  keepWhatWasFound,
  startRecovery,
  unlock,
} from './support/steps.mjs';

test('a whole story talks to the chosen node, and to nobody else', { timeout: 240_000 }, async () => {
  const folder = await scratch('requests');
  const [node, other, ledger] = await Promise.all([startNode(), startNode(), startLedger()]);
  try {
    const log = path.join(folder, 'story.json');
    const chromium = await launch({ ledger, netLog: log });
    try {
      const screen = await freshWallet(chromium, node);
      await importFile(screen, await desktopExport());
      await screen.goTo('accounts');
      await screen.click('check-chain');
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await ledger.approve();
      await indexThrough(screen, 0);
      await keepWhatWasFound(screen);
      await exportBackup(chromium, screen);
      const popup = await chromium.openPopup();
      await popup.see('popup-state');
      await screen.click('lock');
      await unlock(screen);
    } finally {
      await chromium.close();
    }
    const origins = await originsOf(log, chromium.id);
    assert.deepEqual([...origins], [node.url]);

    // The log would have seen another one, wherever it comes from: the page, the engine's worker, the service worker.
    const control = path.join(folder, 'control.json');
    const watched = await launch({ netLog: control });
    const [page] = [await watched.openPage()];
    await page.see('app', { vault: 'absent' });
    const ask = (url) => `fetch('${url}', { mode: 'no-cors' }).then(() => true, () => true)`;
    await page.page.evaluate(ask(`${other.url}/page`));
    await page.page.workers()[0].evaluate(ask(`${other.url}/engine`));
    await watched.inBackground(ask(`${other.url}/background`));
    await watched.close();
    const seen = (await requests(control, watched.id)).map((url) => new URL(url).pathname);
    assert.deepEqual(new Set(seen), new Set(['/page', '/engine', '/background']));
  } finally {
    await Promise.all([node.stop(), other.stop(), ledger.stop()]);
    await discard(folder);
  }
});

async function originsOf(log, id) {
  return new Set((await requests(log, id)).map((url) => new URL(url).origin));
}

/** The URLs that the extension asked for. Its own files do not come from a network. */
async function requests(log, id) {
  const { constants, events } = JSON.parse(await readFile(log, 'utf8'));
  const started = constants.logEventTypes.URL_REQUEST_START_JOB;
  return events
    .filter(({ type, params }) => type === started && params?.url !== undefined)
    .filter(({ params }) => (params.initiator ?? '').startsWith(`chrome-extension://${id}`))
    .map(({ params }) => params.url);
}
