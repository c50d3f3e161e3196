// What is shipped, looked at as files: only the product, nothing of its tests, its demo or the computer that built it.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';

import { DIST, ROOT } from './support/project.mjs';

const SHIPPED = /^(?:manifest\.json|strength\.json|licences\.txt|_locales\/[a-z]+\/messages\.json|texts\/[a-z]+\.json|icons\/(?:\d+|call)\.png|[a-z0-9_.-]+\.(?:html|css|js|wasm))$/;

/** Words that only tests, demo and tools use. */
const FOREIGN = [
  'dev-node',
  'virtual-hid',
  'ledger-sim',
  'LIFEBOAT_',
  'puppeteer-core',
  'speculos',
  'glory promote mansion',
  'abandon abandon',
  'axe-core',
  'sourceMappingURL',
];

describe('dist/', () => {
  test('holds the kinds of files an extension needs, and no other', async () => {
    for (const { name } of await shipped()) assert.match(name, SHIPPED);
  });

  test('has no trace of tests, demo or tools', async () => {
    for (const { name, bytes } of await shipped()) {
      for (const word of FOREIGN) assert.ok(!bytes.includes(word), `${word} in ${name}`);
    }
  });

  test('does not tell where it was built', async () => {
    for (const { name, bytes } of await shipped()) {
      for (const place of [ROOT, homedir() === '/' ? undefined : `${homedir()}/`, '.cargo/registry', '.rustup/']) {
        if (place !== undefined) assert.ok(!bytes.includes(place), `${place} in ${name}`);
      }
    }
  });

  test('has the manifest that was reviewed', async () => {
    const [shipped, reviewed] = await Promise.all([DIST, ROOT].map(async (folder) => JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'))));
    const { version, ...rest } = shipped;
    assert.deepEqual(rest, reviewed);
    assert.match(await readFile(path.join(ROOT, 'Cargo.toml'), 'utf8'), new RegExp(`^version = "${version}"$`, 'm'), 'the version of the engine');
  });

  test('makes no code out of text, and no markup either', async () => {
    for (const { name, bytes } of await shipped()) {
      if (!name.endsWith('.js')) continue;
      const text = bytes.toString('utf8');
      assert.doesNotMatch(text, /\beval\(|new Function\(|document\.write\(|importScripts\(/, name);
    }
  });

  test('the popup is small', async () => {
    const bytes = (await shipped()).find(({ name }) => name === 'popup.js')?.bytes;
    assert.ok(bytes.length < 64 * 1024, `${bytes.length} bytes`);
  });
});

async function shipped() {
  const entries = await readdir(DIST, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath ?? entry.path, entry.name);
        return { name: path.relative(DIST, file).split(path.sep).join('/'), bytes: await readFile(file) };
      }),
  );
}
