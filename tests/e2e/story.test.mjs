// The demo's story, played to its end: what a second computer gets from the backup is what the first one had.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { play } from './story.mjs';
import { discard, scratch } from './support/project.mjs';

test('from an old file and a Ledger to a new computer', { timeout: 240_000 }, async () => {
  const folder = await scratch('pictures');
  try {
    const { here, there, expected } = await play((screen, name) => screen.picture(folder, name));
    assert.deepEqual(there, here);
    const addresses = here.accounts.map((row) => JSON.parse(row).address);
    for (const address of expected) assert.ok(addresses.includes(address), address);
    assert.ok((await readdir(folder)).length > 10);
  } finally {
    await discard(folder);
  }
});
