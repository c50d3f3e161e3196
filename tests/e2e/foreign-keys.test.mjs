// Keys of foreign files, which the browser makes: the same as another program makes them, and as the engine makes them
// (tests/backup/foreign_keys.rs, from the same file). And long foreign files, which it decrypts (tests/backup/elsewhere.rs).

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { launch } from './support/chromium.mjs';
import { discard, ROOT, scratch, TOOLS } from './support/project.mjs';
import { createVault, openFile } from './support/steps.mjs';

describe('keys of foreign files', { timeout: 180_000 }, () => {
  let chromium;
  let screen;

  before(async () => {
    chromium = await launch();
    screen = await chromium.openPage();
    // Only the code it came with may start a worker there; a test may, too.
    await screen.page.setBypassCSP(true);
    await screen.page.reload();
  });

  after(() => chromium?.close());

  /** What the worker that makes keys answers; the very one that the engine asks. */
  const made = (requests) =>
    screen.page.evaluate(async (all) => {
      const module = await WebAssembly.compileStreaming(fetch('/lifeboat_bg.wasm'));
      const one = (request) =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/key.js');
          worker.addEventListener('error', () => reject(new Error('the worker broke')));
          worker.addEventListener('message', ({ data }) => {
            worker.terminate();
            resolve(data.key === null ? null : [...data.key].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
          });
          worker.postMessage({ module, ...request });
        });
      const keys = [];
      for (const request of all) keys.push(await one(request));
      return keys;
    }, requests);

  test('are the ones another program makes, whatever password, hash, rounds and salt', async () => {
    const { cases } = JSON.parse(await readFile(path.join(ROOT, 'tests/vectors/pbkdf2.json'), 'utf8'));
    assert.equal(cases.length, 51);
    const keys = await made(
      cases.map(({ password, hash, rounds, salt }) => ({
        password,
        recipe: { pbkdf2: { rounds, hash, salt: [...Buffer.from(salt, 'hex')] } },
      })),
    );
    cases.forEach((one, at) => assert.equal(keys[at], one.key, `${one.what}, ${one.hash}, ${one.rounds} rounds`));
  });

  test('are not made of what is no recipe', async () => {
    const argon2id = { cost: { memoryKib: 1, passes: 1, lanes: 1 }, salt: [1, 2, 3, 4, 5, 6, 7, 8] };
    const nothing = { pbkdf2: { rounds: 0, hash: 'sha256', salt: [1] } };
    assert.deepEqual(await made([{ recipe: nothing, password: 'a' }, { recipe: { argon2id }, password: 'a' }]), [null, null]);
  });
});

describe('long foreign files', { timeout: 180_000 }, () => {
  const CONTACTS = 12_000;
  let chromium;
  let screen;
  let folder;

  before(async () => {
    folder = await scratch('long-file');
    const { stdout } = await promisify(execFile)(path.join(TOOLS, 'hostile'), ['contacts', String(CONTACTS)], {
      encoding: 'buffer',
      maxBuffer: 1 << 30,
    });
    await writeFile(path.join(folder, 'long.json'), stdout);
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
  });

  after(async () => {
    await chromium?.close();
    await discard(folder);
  });

  /** Lets `decrypt` stand where the engine finds the browser's, and opens the file. Answers what came of each call: its bytes, or that it failed. */
  const opened = async (decrypt) => {
    const engine = screen.page.workers().find((worker) => worker.url().includes('engine'));
    await engine.evaluate(`
      globalThis.given = [];
      globalThis.real ??= crypto.subtle.decrypt.bind(crypto.subtle);
      crypto.subtle.decrypt = (...of) => {
        const given = (${decrypt})(...of);
        globalThis.given.push(given);
        return given;
      };
      undefined`);
    // The password of every file that `hostile` makes.
    await openFile(screen, { path: path.join(folder, 'long.json'), password: '123456' });
    assert.match(await screen.text('preview-fold', { kind: 'contact' }), /12,000/);
    return engine.evaluate(async () => {
      const settled = await Promise.allSettled(globalThis.given);
      return settled.map(({ value }) => (value === undefined ? null : { bytes: value.byteLength, rest: new Uint8Array(value).filter((byte) => byte !== 0).length }));
    });
  };

  test('are decrypted by the browser, in pieces, and what it gave is overwritten', async () => {
    const pieces = await opened('(...of) => globalThis.real(...of)');
    assert.ok(pieces.length > 1, `${pieces.length} pieces`);
    for (const { bytes, rest } of pieces) assert.deepEqual({ bytes: bytes > 0 && bytes <= 1 << 20, rest }, { bytes: true, rest: 0 });
  });

  test('open all the same where the browser refuses, or gives something else', async () => {
    for (const decrypt of [
      "() => Promise.reject(new DOMException('', 'OperationError'))",
      '() => undefined',
      '() => Promise.resolve(new ArrayBuffer(7))',
    ]) {
      const given = await opened(decrypt);
      assert.ok(given.length > 0, `${decrypt} was asked; that the file opens is looked at where it is opened`);
    }
  });
});
