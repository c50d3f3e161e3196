// Whatever goes wrong on the way to the node, through the browser's own fetch: it never becomes "no account".

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { createVault, foundAddresses, indexThrough, startRecovery, useNode } from './support/steps.mjs';

/** What the node does to look-ups, by the words of its control port. */
const FAULTS = {
  'HTTP 404': { kind: 'http', status: 404 },
  'HTTP 502': { kind: 'http', status: 502 },
  'grpc-status 8': { kind: 'grpc', status: 8 },
  'grpc-status 14': { kind: 'grpc', status: 14 },
  'a reply that breaks off': { kind: 'truncated' },
  'a connection that breaks off': { kind: 'refused' },
  'no answer at all': { kind: 'hang' },
};

describe('faults of the node', { timeout: 900_000 }, () => {
  let node;
  let ledger;
  let expected;

  before(async () => {
    node = await startNode();
    ledger = await startLedger();
    await ledger.auto('approve');
    const { accounts } = await node.chain();
    const ours = ({ owner }) => owner?.mnemonic === 'speculos-default-24' && owner.identity === 0;
    expected = accounts
      .filter(({ credentials, removed }) => Object.values(credentials).some(ours) || removed.some(ours))
      .map(({ address }) => address)
      .sort();
  });

  after(async () => {
    await ledger?.stop();
    await node?.stop();
  });

  for (const [name, fault] of Object.entries(FAULTS)) {
    test(`${name} on every look-up: nothing is called absent, and everything is found once the node answers`, async () => {
      await node.heal();
      const chromium = await launch({ ledger });
      try {
        const screen = await chromium.openPage();
        await createVault(screen);
        await useNode(screen, node.url);
        await node.failLookups(fault);
        await startRecovery(screen);
        const broken = await indexThrough(screen, 0, { within: 120_000 });
        assert.equal(broken.state, 'incomplete');
        assert.equal(broken.checked, '0');
        assert.equal(broken.notChecked, broken.total);
        assert.deepEqual(await foundAddresses(screen), []);

        await node.heal();
        await screen.click('recover-stop');
        await screen.see('recover-overview');
        await screen.click('recover-check-again');
        await screen.seeAll('recover-index', (rows) => rows[0]?.state === 'done', { within: 60_000 });
        assert.deepEqual(await foundAddresses(screen), expected);
      } finally {
        await chromium.close();
      }
    });
  }

  test('some look-ups failing now and then is nothing a person hears of', async () => {
    await node.heal();
    const chromium = await launch({ ledger });
    try {
      const screen = await chromium.openPage();
      await createVault(screen);
      await useNode(screen, node.url);
      await node.failLookups({ kind: 'grpc', status: 14 }, { times: 10 });
      await startRecovery(screen);
      const row = await indexThrough(screen, 0, { within: 60_000 });
      assert.equal(row.state, 'done');
      assert.deepEqual(await foundAddresses(screen), expected);
    } finally {
      await chromium.close();
    }
  });
});
