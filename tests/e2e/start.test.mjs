// The page begins with what takes longest, and does it once: the first script asks for the engine, its worker and the texts in one go, and the
// engine is compiled once for every worker that runs it. Counted, since a time depends on the machine.

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport, DIST, until } from './support/project.mjs';
import { Screen } from './support/screen.mjs';
import { createVault, exportBackup, importFile, unlock } from './support/steps.mjs';

/** The first script is small: all the others wait for it. */
const MOST_BYTES = 24_000;

/** What Argon2id takes for the vault's key. */
const KEY_BYTES = 64 * 1024 ** 2;

/** How much memory the engine has. */
async function memory({ page }) {
  const { client } = page.workers().find((worker) => worker.url().includes('engine'));
  const prototype = await client.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await client.send('Runtime.queryObjects', { prototypeObjectId: prototype.result.objectId });
  const { result } = await client.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }',
    returnByValue: true,
  });
  return result.value;
}

describe('the start of the page', { timeout: 120_000 }, () => {
  let chromium;
  let screen;
  /** Who has asked for the engine's module. */
  const askedBy = [];
  /** What its workers have asked for. */
  const byWorkers = [];

  before(async () => {
    chromium = await launch();
    const page = await chromium.browser.newPage();
    page.on('request', (request) => request.url().endsWith('.wasm') && askedBy.push(request.initiator().type));
    page.on('workercreated', ({ client }) => {
      client.on('Network.requestWillBeSent', ({ request }) => byWorkers.push(request.url));
      // One that has ended by now asks for nothing more.
      client.send('Network.enable').catch(() => undefined);
    });
    await page.evaluateOnNewDocument(() => {
      const begun = [];
      globalThis.begun = begun;
      globalThis.compiled = 0;
      const note = (what) => begun.push(`${document.currentScript?.src.split('/').at(-1) ?? 'later'}: ${String(what).split('/').at(-1)}`);
      const { fetch, Worker } = globalThis;
      globalThis.fetch = (what, ...rest) => {
        note(what);
        return fetch(what, ...rest);
      };
      globalThis.Worker = class extends Worker {
        constructor(place, options) {
          note(place);
          super(place, options);
        }
      };
      for (const way of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']) {
        const before = WebAssembly[way];
        WebAssembly[way] = (...what) => {
          globalThis.compiled += 1;
          return before.apply(WebAssembly, what);
        };
      }
    });
    screen = new Screen(page);
    await page.goto(`chrome-extension://${chromium.id}/page.html`, { waitUntil: 'domcontentloaded' });
  });

  after(() => chromium?.close());

  test('nothing that takes long waits for anything else', async () => {
    await screen.see('app', { vault: 'absent' });
    const begun = await screen.page.evaluate(() => globalThis.begun.toSorted());
    assert.deepEqual(begun, ['en.json', 'engine.js', 'keys.json', 'lifeboat_bg.wasm'].map((what) => `start.js: ${what}`));
    const { size } = await stat(path.join(DIST, 'start.js'));
    assert.ok(size <= MOST_BYTES, `start.js has ${size} bytes`);
  });

  test('the engine is compiled once, for every worker that runs it', async () => {
    await createVault(screen);
    await importFile(screen, await desktopExport());
    // Its key is made in a worker of its own.
    await exportBackup(chromium, screen);
    // A worker that had the vault open ends with the lock; the next one gets the same engine.
    await screen.click('lock');
    await unlock(screen);
    assert.equal(screen.page.workers().length, 1);
    // What a worker asks for is seen here; none asks for the module.
    await screen.page.workers()[0].evaluate(() => fetch('/texts/keys.json').then((reply) => reply.text()));
    assert.deepEqual(byWorkers.filter((url) => !url.endsWith('.js')), [`chrome-extension://${chromium.id}/texts/keys.json`]);
    assert.equal(await screen.page.evaluate(() => globalThis.compiled), 1);
    // What the document asked for is what the first script took.
    assert.deepEqual(askedBy, ['parser']);
    assert.deepEqual(screen.errors, []);
  });

  test('the first letter of a password has its key’s memory made ready, and nothing sooner', async () => {
    await screen.click('lock');
    await screen.see('app', { vault: 'locked' });
    assert.ok((await memory(screen)) < KEY_BYTES);
    const field = await screen.see('unlock-password');
    await field.type('s');
    await until('the memory of a key', async () => (await memory(screen)) >= KEY_BYTES);
    assert.equal((await screen.data('app')).vault, 'locked');
    await field.press('Backspace');
    await unlock(screen);
    assert.ok((await memory(screen)) < 2 * KEY_BYTES, 'the key was made in what was made ready');
  });
});
