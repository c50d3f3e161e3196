// The page's half of the lists, without a browser: whatever the engine sends one after the other, the page has the whole list.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { transform } from 'esbuild';

import { ROOT } from './support/project.mjs';

const ROUNDS = 2_000;

async function page() {
  const source = await readFile(path.join(ROOT, 'extension/engine.lists.ts'), 'utf8');
  const { code } = await transform(source, { loader: 'ts', format: 'esm' });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** The same numbers every time. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('splices are followed to the list that they were made for, and a list without any stays the very same', async () => {
  const { follow, NO_RECORDS } = await page();
  const next = numbers(7);
  const nothing = Object.fromEntries(Object.entries(NO_RECORDS).map(([name, value]) => [name, Array.isArray(value) ? [] : value]));
  let records = NO_RECORDS;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = records.contacts;
    const expected = [];
    const splices = [];
    let at = 0;
    while (at <= before.length) {
      const kept = next(4);
      expected.push(...before.slice(at, at + kept));
      at += kept;
      if (at > before.length) break;
      const gone = Math.min(next(3), before.length - at);
      const put = Array.from({ length: next(before.length > 40 ? 2 : 3) }, () => ({ row: next(1_000) }));
      if (gone + put.length > 0) splices.push({ at, gone, put });
      expected.push(...put);
      at += gone;
      // Splices do not touch.
      expected.push(...before.slice(at, at + 1));
      at += 1;
    }
    const accounts = records.accounts;
    records = follow(records, { ...nothing, revision: round + 1, contacts: splices });
    assert.deepEqual(records.contacts, expected, `round ${round}`);
    assert.equal(records.accounts, accounts);
    if (splices.length === 0) assert.equal(records.contacts, before);
  }
});

test('a change in parts is shown when it is whole, and after a gap nothing is', async () => {
  const { NO_RECORDS, ReceivedLists } = await page();
  const nothing = Object.fromEntries(Object.entries(NO_RECORDS).map(([name, value]) => [name, Array.isArray(value) ? [] : value]));
  const part = (revision, more, at, ...put) => ({ ...nothing, revision, more, contacts: [{ at, gone: 0, put }] });
  const lists = new ReceivedLists();
  assert.equal(lists.take(part(1, true, 0, 'a', 'b')), 'part');
  assert.equal(lists.take(part(2, true, 2, 'c')), 'part');
  assert.deepEqual(lists.take(part(3, false, 3, 'd')).contacts, ['a', 'b', 'c', 'd']);
  assert.deepEqual(lists.take(part(4, false, 0, 'z')).contacts, ['z', 'a', 'b', 'c', 'd']);
  assert.equal(lists.take(part(6, false, 0, 'y')), 'gap');
});
