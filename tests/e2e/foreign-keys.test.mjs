// Keys of foreign files, which the browser makes: the same as another program makes them, and as the engine makes them
// (tests/backup/foreign_keys.rs, from the same file).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { ROOT } from './support/project.mjs';

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
