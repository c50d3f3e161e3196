// Searches that go further than the usual one, or that something ends in the middle: what was not searched is said, what was
// found stays, and the Ledger is asked for nothing twice.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { discard, ROOT, scratch } from './support/project.mjs';
import {
  asked,
  forgetSearch,
  foundAddresses,
  freshWallet,
  indexThrough,
  moreWays,
  previewRows,
  startRecovery,
  unlock,
  useNode,
} from './support/steps.mjs';
import { approve, approveNumbers, refuse } from './support/told.mjs';

const SCENARIO = path.join(ROOT, 'tests/e2e/deep.json');

describe('a search', { timeout: 600_000 }, () => {
  let node;
  let ledger;
  let profile;
  let chromium;
  let screen;
  /** Addresses by identity and number, as a legacy path makes them. */
  let at;

  before(async () => {
    node = await startNode({ scenario: SCENARIO });
    ledger = await startLedger();
    profile = await scratch('deep');
    chromium = await launch({ profile, ledger });
    screen = await freshWallet(chromium, node);
    const accounts = await node.accounts();
    at = (identity, number, provider) =>
      accounts.find(({ credentials }) =>
        Object.values(credentials).some(
          ({ owner }) =>
            owner?.mnemonic === 'speculos-default-24' &&
            owner.identity === identity &&
            owner.number === number &&
            owner.provider === provider,
        ),
      ).address;
  });

  afterEach(async () => {
    await node.heal();
    // Whatever a search left behind, on the page and on the Ledger.
    await ledger.dismiss();
    await screen.goTo('recover');
    if (await screen.has('recover-stop')) await screen.click('recover-stop');
    await screen.page.waitForSelector('[data-testid="recover-discard"], [data-testid="recover-start"]');
    if (await screen.has('recover-discard')) await forgetSearch(screen);
  });

  after(async () => {
    await chromium?.close();
    await ledger?.stop();
    await node?.stop();
    if (profile !== undefined) await discard(profile);
  });

  test('beyond the usual numbers only on request: what was not searched is said before, and found after', async () => {
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    await indexThrough(screen, 0);
    assert.deepEqual(await foundAddresses(screen), [at(0, 0), at(0, 3)].sort());
    await stop();
    assert.match(await screen.text('recover-coverage'), /0[–-]24[\s\S]*25[–-]255/u);
    const before = await ledger.prompts();
    await screen.click('recover-look-deeper');
    await screen.see('recover-found', { address: at(0, 60) });
    await screen.see('recover-overview', { found: 3, notChecked: 0 });
    assert.doesNotMatch(await screen.text('recover-coverage'), /25[–-]255/u);
    assert.equal(await ledger.prompts(), before, 'the Ledger was asked again');
  });

  test('the list first: the node hears of no miss, what the list does not name is not called absent, and asking completes it', async () => {
    await moreWays(screen);
    await screen.tick('recover-private');
    await screen.click('recover-start');
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    await screen.see('recover-found', { address: at(0, 60) });
    await screen.see('recover-scan', { state: 'done' });
    await asked(screen, 'confirm-key-export', { index: 1 });
    assert.deepEqual(await foundAddresses(screen), [at(0, 0), at(0, 60)].sort());
    // What a complete search would ask about and the list does not name: of the newer keys 0–74 (60 is near the end of a
    // batch) without the two, of the older ones 0–24.
    assert.equal((await screen.data('recover-scan')).unlisted, '98');
    assert.equal(await lookUps(), 2, 'the node was asked about something its list does not name');
    const before = await ledger.prompts();
    await screen.click('recover-complete');
    await screen.see('recover-found', { address: at(0, 3) });
    assert.equal(await ledger.prompts(), before, 'the Ledger was asked again');
    await stop();
  });

  test('by the list alone nothing is called no account: the first button asks about each of them, and one count says how many', async () => {
    await moreWays(screen);
    await screen.tick('recover-private');
    await ledger.auto('approve');
    await screen.click('recover-start');
    await screen.see('recover-suggestion', { emptiness: 'not-listed' }, { within: 120_000 });
    const { unlisted } = await screen.data('recover-suggestion');
    await ledger.dismiss();
    const counted = (await screen.allData('recover-index')).reduce((sum, row) => sum + Number(row.unlisted), 0);
    assert.equal(Number(unlisted), counted, 'the places say another number');
    assert.equal((await screen.data('recover-scan')).unlisted, unlisted);
    assert.doesNotMatch(await screen.text('recover-suggestion'), /no account|had none/iu);
    assert.equal(await primaryOf('recover-suggestion'), 'recover-complete');
    await stop();
    await screen.see('recover-overview', { certainty: 'not-listed' });
    assert.equal(await primaryOf('recover-overview'), 'recover-add', 'what was found can be added first');
    assert.equal((await screen.data('recover-scan')).unlisted, unlisted);
    const before = await lookUps();
    await screen.click('recover-complete');
    await screen.see('recover-overview', { certainty: 'answered' }, { within: 60_000 });
    assert.equal((await lookUps()) - before, Number(unlisted), 'it asked about as many as it had said');
    await screen.see('recover-found', { address: at(0, 3), proof: 'word' });
    await screen.see('recover-found', { address: at(0, 0), proof: 'derived' });
  });

  test('what a search found comes first, in the popup and on the start page, until it is kept', async () => {
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    await ledger.approve();
    await indexThrough(screen, 0);
    await screen.goTo('overview');
    await screen.see('overview-search', { state: 'running', found: 2 });
    await screen.goTo('recover');
    await stop();
    await screen.goTo('overview');
    await screen.see('overview-search', { state: 'resting', found: 2 });
    const popup = await chromium.openPopup();
    await popup.see('popup-state', { search: 'resting', found: 2, accounts: 0 });
    await screen.click('lock');
    await screen.see('app', { vault: 'locked' });
    // A popup closes as soon as something else has the focus.
    const later = await chromium.openPopup();
    await later.see('popup-state', { state: 'locked', search: 'waiting', found: 2 });
    await unlock(screen);
    await screen.see('overview-search', { state: 'waiting', found: 2 });
  });

  test('a node that plants an account and hides another is contradicted by the next one, and silence is not checked', async () => {
    const liar = await startNode({ scenario: await scenarioOfALiar() });
    try {
      await useNode(screen, liar.url);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await ledger.approve();
      await indexThrough(screen, 0);
      const found = await screen.allData('recover-found');
      const planted = found.find(({ address }) => address !== at(0, 0));
      assert.deepEqual(found.map(({ proof }) => proof).sort(), ['derived', 'word']);
      await stop();
      await screen.see('recover-second', { unproven: 1 });
      await screen.click('recover-ask-another');
      await screen.see('recover-second', { asking: 'false', agreed: 1, denied: 1, hidden: 1, notChecked: 0 }, { within: 60_000 });
      await screen.see('recover-found', { address: at(0, 0), second: 'agrees' });
      await screen.see('recover-found', { address: planted.address, second: 'contradicts' });
      // The advice, followed: the one that is trusted more comes first, and is asked first from then on.
      const advice = await screen.page.$eval('[data-testid="recover-second"] .panel-bad', (panel) => panel.innerText);
      const [, toFront, forget] = /“(.+)”.*“(.+)”/su.exec(advice);
      await screen.goTo('settings');
      await screen.see('settings-node-to-front');
      assert.equal(await screen.text('settings-node-to-front'), toFront);
      await screen.click('settings-node-to-front');
      await screen.seeAll('settings-node', (rows) => rows[0]?.url.startsWith(node.url) && rows[1]?.url.startsWith(liar.url));
      await screen.click('settings-node-to-front');
      await screen.seeAll('settings-node', (rows) => rows[0]?.url.startsWith(liar.url));
      await screen.goTo('recover');
      assert.equal(await screen.text('recover-discard'), forget);
      // Whoever decides what to keep is told so there, too; and what is denied stays out unless they say otherwise.
      await screen.click('recover-preview');
      await screen.see('import-preview', { source: 'recovery' });
      const accounts = await previewRows(screen, { kind: 'account' });
      const told = accounts.map(({ proof, second, status, fate }) => `${proof} ${second} ${status} ${fate}`);
      assert.deepEqual(told.sort(), ['derived agrees new added', 'word contradicts doubted left-out']);
      await screen.click('import-cancel');
      await screen.see('recover-overview');
      // One click adds what nobody has to be asked about; what is denied waits for an answer, and the rest can be taken back meanwhile.
      await screen.click('recover-add');
      await screen.see('notice', { code: 'added-unasked' });
      await screen.see('preview-item', { kind: 'account', status: 'doubted' });
      await screen.see('undo-offer');
      await screen.click('import-undo');
      await screen.see('undo-done');
      await screen.click('import-cancel');
      await screen.see('recover-overview');

      await node.refuse();
      await screen.click('recover-ask-another');
      await screen.see('recover-second', { asking: 'false', agreed: 0, denied: 0, hidden: 0 }, { within: 120_000 });
      assert.ok(Number((await screen.data('recover-second')).notChecked) > 0);
      await screen.see('recover-found', { address: planted.address, second: 'not-checked' });
      await node.heal();
    } finally {
      await screen.goTo('recover');
      await forgetSearch(screen);
      await screen.goTo('settings');
      await screen.see('settings-node-remove');
      const [{ url }] = await screen.allData('settings-node-remove');
      await screen.click('settings-node-remove', { url });
      await screen.seeAll('settings-node', (rows) => rows.length === 1 && rows[0].url.startsWith(node.url));
      await liar.stop();
    }
  });

  test('an index that is refused can be left out, and is not called empty', async () => {
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    await refuse(screen, ledger);
    await asked(screen, 'approve-again');
    await screen.click('recover-skip-index');
    await screen.see('recover-index', { index: 0, state: 'skipped' });
    await approveNumbers(screen, ledger, [1, 2]);
    assert.deepEqual(await foundAddresses(screen), [at(2, 1)]);
    await stop();
    await screen.see('recover-index', { index: 0, state: 'skipped' });

    await screen.click('recover-after-all');
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    const { state } = await indexThrough(screen, 0);
    assert.notEqual(state, 'skipped');
    await screen.see('recover-overview');
  });

  test('accounts of a wallet with a recovery phrase, with a provider chosen from the node’s list', async () => {
    await screen.goTo('recover');
    await moreWays(screen);
    await untick('recover-legacy');
    await screen.tick('recover-phrase');
    await screen.tick('recover-providers-some');
    await screen.tick('recover-provider-3');
    await screen.click('recover-start');
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    const { state, provider } = await indexThrough(screen, 0);
    assert.deepEqual([state, provider], ['done', '3']);
    assert.deepEqual(await foundAddresses(screen), [at(0, 0, 3), at(0, 4, 3)].sort());
    await asked(screen, 'confirm-key-export', { index: 1 });
    await stop();
  });

  test('what could not be checked is checked again without the Ledger', async () => {
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    await node.failLookups('grpc-2', { identities: [0], numbers: [0], keyVersion: 1 });
    await approve(screen, ledger);
    const row = await indexThrough(screen, 0);
    assert.deepEqual([row.state, row.notChecked], ['incomplete', '1']);
    assert.deepEqual(await foundAddresses(screen), [at(0, 3)]);
    await stop();
    const before = await ledger.prompts();
    await node.heal();
    await screen.click('recover-check-again');
    await screen.see('recover-overview', { found: 2, notChecked: 0 });
    assert.deepEqual(await foundAddresses(screen), [at(0, 0), at(0, 3)].sort());
    assert.equal(await ledger.prompts(), before, 'the Ledger was asked again');
  });

  test('the report, as it is saved: what was searched, by which node and at which block, and nothing secret', async () => {
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    await indexThrough(screen, 0);
    await stop();
    await screen.click('recover-report');
    await screen.see('search-report', { found: 2, notChecked: 0 });
    await screen.click('search-report-save');
    const today = new Date().toISOString().slice(0, 10);
    const text = await readFile(await chromium.downloaded(`lifeboat-search-${today}.txt`), 'utf8');
    for (const number of [0, 3]) assert.ok(text.includes(at(0, number)), text);
    assert.ok(text.includes(node.url), text);
    assert.match(text, /25[–-]255/u);
    // The genesis of the network and the hashes of at most two blocks: no other long number, and no credential id.
    const long = new Set(text.match(/[0-9a-f]{40,}/giu) ?? []);
    assert.ok([...long].every((one) => one.length === 64), [...long].join(' '));
    assert.ok(long.size === 2 || long.size === 3, [...long].join(' '));
    await screen.click('search-report-close');
  });

  test('the vault locked, and the browser killed, with a question open and while the node is asked: nothing is asked for twice', async () => {
    await startRecovery(screen);
    await asked(screen, 'confirm-key-export', { index: 0 });
    const before = await ledger.prompts();

    // Killed while the node is asked: the key was given, and is not asked for again.
    await node.turn({ latencyMs: 2_000 });
    await approve(screen, ledger);
    await screen.see('recover-index', { index: 0, state: 'looking-up' });
    await chromium.kill();
    await node.heal();
    await again();
    assert.equal((await indexThrough(screen, 0)).state, 'done');
    await asked(screen, 'confirm-key-export', { index: 1 });
    assert.equal((await ledger.prompts()) - before, 1, 'only the next index was asked for');

    // Killed with the question open: it is asked once more.
    await chromium.kill();
    await ledger.dismiss();
    await again();
    await asked(screen, 'confirm-key-export', { index: 1 });
    assert.equal((await ledger.prompts()) - before, 2);

    // Locked with the question open.
    await screen.click('lock');
    await ledger.dismiss();
    await unlock(screen);
    await screen.goTo('recover');
    await screen.click('recover-resume');
    await approveNumbers(screen, ledger, [1, 2]);
    assert.deepEqual(await foundAddresses(screen), [at(0, 0), at(0, 3), at(2, 1)].sort());
    await stop();
  });

  test('a node that is far behind, or of another network, is not asked about anything, and says so', async () => {
    await node.turn({ genesis: 'testnet' });
    await startRecovery(screen);
    await screen.see('recover-node', { state: 'failing' });
    await screen.see('fault', { code: 'node-wrong-network' });
    assert.equal(await screen.has('recover-use-anyway'), false);
    assert.equal((await ledger.state()).prompt, false, 'the Ledger was asked for a key that nobody could use');

    await node.turn({ genesis: 'own', lagSeconds: 7_200 });
    await screen.click('recover-node-again');
    await screen.see('fault', { code: 'node-lagging' });
    await screen.see('recover-node', { lagging: 'true' });
    assert.equal((await ledger.state()).prompt, false);
    assert.equal(await lookUps(), 0);

    // The person knows their accounts are older.
    await screen.click('recover-use-anyway');
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    await indexThrough(screen, 0);
    await screen.see('recover-found', { address: at(0, 0) });
    await asked(screen, 'confirm-key-export', { index: 1 });
    await stop();
  });

  test('two nodes: when the first one refuses, the second one answers', async () => {
    const first = await startNode({ scenario: SCENARIO });
    try {
      await useNode(screen, first.url);
      await screen.seeAll('settings-node', (rows) => rows[0]?.url.startsWith(first.url) && rows[1]?.url.startsWith(node.url));
      await first.refuse();
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await approve(screen, ledger);
      assert.equal((await indexThrough(screen, 0)).state, 'done');
      assert.deepEqual(await foundAddresses(screen), [at(0, 0), at(0, 3)].sort());
      assert.ok((await screen.text('recover-node')).includes(node.url));
      await stop();
    } finally {
      await first.stop();
    }
  });

  /** After a kill: the same profile, unlocked, and the run taken up again. */
  async function again() {
    chromium = await launch({ profile, ledger });
    screen = await chromium.openPage('recover');
    await unlock(screen);
    await screen.click('recover-resume');
  }

  /** The button that a person is led to. */
  function primaryOf(id) {
    return screen.page.$eval(`[data-testid="${id}"] .button-primary`, (button) => button.dataset.testid);
  }

  /** Not the account that was opened for us, but another one, which is not on the chain. */
  async function scenarioOfALiar() {
    const { providers } = JSON.parse(await readFile(SCENARIO, 'utf8'));
    const ours = (number) => ({ mnemonic: 'speculos-default-24', identity: 0, number });
    const accounts = [
      { credentials: [{ owner: ours(0), initial: true }], amount: 1_000_000 },
      {
        credentials: [{ owner: { mnemonic: 'legal-12', identity: 7, number: 0 } }, { owner: ours(5), slot: 1 }],
        amount: 9_000_000,
      },
    ];
    const file = path.join(profile, 'liar.json');
    await writeFile(file, JSON.stringify({ providers, accounts, others: 5 }));
    return file;
  }

  async function stop() {
    await screen.click('recover-stop');
    await screen.see('recover-overview');
  }

  /** How many questions about single credentials the node got since the last test. */
  async function lookUps() {
    return (await node.journal()).calls.GetAccountInfo ?? 0;
  }

  async function untick(id) {
    await (await screen.see(id)).evaluate((input) => input.checked && input.click());
  }
});
