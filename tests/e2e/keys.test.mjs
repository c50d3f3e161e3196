// Whose keys are whose: what a file may claim, what the chain says of it, what can be taken away again, and who may take keys out.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport, discard, phoneExport, scratch } from './support/project.mjs';
import { UNLOCK, createVault, importFile, offerFile, openFile, report, unfold, unlock, useNode } from './support/steps.mjs';

const ANOTHER = 'nine blue kites over the harbour';

describe('keys and trust', { timeout: 300_000 }, () => {
  let folder;
  let node;
  let chromium;
  let screen;
  /** Addresses of the Ledger’s accounts. */
  let ledgers;

  before(async () => {
    folder = await scratch('keys');
    node = await startNode();
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    await importFile(screen, await desktopExport());
    await screen.goTo('accounts');
    const rows = await screen.allData('account-row');
    ledgers = rows.filter(({ keys, address }) => keys === 'ledger' && address !== undefined).map(({ address }) => address);
  });

  after(async () => {
    await chromium?.close();
    await node?.stop();
    await discard(folder);
  });

  /** What anybody can write who knows an address. */
  async function forge(address) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const [signKey, verifyKey] = [privateKey.export({ format: 'jwk' }).d, publicKey.export({ format: 'jwk' }).x].map((text) =>
      Buffer.from(text, 'base64url').toString('hex'),
    );
    const accountKeys = { keys: { 0: { keys: { 0: { signKey, verifyKey } }, threshold: 1 } }, threshold: 1 };
    const value = { accountKeys, credentials: {}, address };
    const file = path.join(folder, `${address}.export`);
    await writeFile(file, JSON.stringify({ type: 'concordium-browser-wallet-account', v: 0, environment: 'mainnet', value }));
    return file;
  }

  /** Asked only where keys go that no backup is known to have. */
  async function understood() {
    await screen.see('removal');
    if (await screen.has('remove-understood')) await screen.tick('remove-understood');
  }

  async function openForged(address) {
    await offerFile(screen, await forge(address));
    await screen.click('import-open');
    await screen.see('import-preview', { source: 'browser-key' });
  }

  test('a key file that anybody could have written takes no account from its Ledger', async () => {
    const [victim] = ledgers;
    await openForged(victim);
    await screen.see('preview-item', { status: 'conflict', keys: 'ledger', keysCheck: 'not-compared' });
    await screen.see('import-compare', { compared: '0', accounts: '1', asking: 'false' });
    await screen.click('import-apply');
    assert.equal((await report(screen)).updated, 0);
    await screen.goTo('accounts');
    await screen.see('account-row', { address: victim, keys: 'ledger' });
  });

  test('whoever takes the keys nevertheless sees both places, and takes them away again', async () => {
    const [victim] = ledgers;
    await openForged(victim);
    await screen.tick('preview-choice', { code: 'take-theirs' });
    await screen.see('preview-item', { keys: 'both' });
    await screen.click('import-apply');
    await report(screen);
    await screen.goTo('accounts');
    await screen.click('account-row', { address: victim });
    await screen.see('account-detail', { keys: 'both' });
    await screen.see('account-access');
    await screen.see('keys-check', { state: 'not-compared' });
    await screen.click('remove-account-keys');
    await screen.see('removal', { keys: '1', accounts: '0' });
    await understood();
    await screen.click('remove-submit');
    await screen.see('account-detail', { keys: 'ledger' });
    await screen.click('removed-undo');
    await screen.see('account-detail', { keys: 'both' });
    await screen.click('remove-account-keys');
    await understood();
    await screen.click('remove-submit');
    await screen.see('account-detail', { keys: 'ledger' });
    await screen.click('removed-close');
    await screen.gone('removed');
  });

  test('a node of one’s own says by itself that keys are made up', async () => {
    await useNode(screen, node.url);
    const [{ address }] = await node.accounts();
    await openForged(address);
    await unfold(screen);
    await screen.see('preview-item', { keysCheck: 'differ' });
    await screen.see('import-compare', { compared: '1' });
    await openForged(ledgers[0]);
    await unfold(screen);
    await screen.see('preview-item', { keysCheck: 'no-account' });
    await screen.click('import-cancel');
  });

  test('an account and an identity are removed, and come back', async () => {
    const [, second] = ledgers;
    await screen.goTo('accounts');
    const before = (await screen.allData('account-row')).length;
    await screen.click('account-row', { address: second });
    await screen.click('remove-account');
    await screen.see('removal', { accounts: '1', keys: '0', foundAgain: 'true' });
    await screen.click('remove-submit');
    await screen.see('removed');
    await screen.gone('account-row', { address: second });
    await screen.click('removed-undo');
    await screen.see('account-row', { address: second });
    assert.equal((await screen.allData('account-row')).length, before);

    await importFile(screen, await phoneExport());
    await screen.goTo('identities');
    await screen.see('identity-row', { keys: 'computer' });
    await screen.click('remove-identity-keys');
    await screen.see('removal', { identityKeys: '1', accounts: '0' });
    await understood();
    await screen.click('remove-submit');
    await screen.see('identity-row', { keys: 'nowhere' });
    await screen.click('removed-undo');
    await screen.see('identity-row', { keys: 'computer' });
    // Watched accounts are named by what is here: their own keys come back without a question.
    await screen.goTo('accounts');
    const [phones] = (await screen.allData('account-row')).filter(({ keys }) => keys === 'computer');
    await screen.click('account-row', { address: phones.address });
    await screen.click('remove-account-keys');
    await understood();
    await screen.click('remove-submit');
    await screen.see('account-detail', { keys: 'nowhere' });
    await openFile(screen, await phoneExport());
    await screen.see('preview-item', { kind: 'account', status: 'repairs' });
    await screen.click('import-apply');
    await report(screen);
  });

  test('a file with keys is made for the unlock password only', async () => {
    await screen.goTo('accounts');
    await screen.goTo('export');
    await screen.see('export-unlock');
    await screen.type('export-password', 'a lantern for every oar, 1923');
    await screen.type('export-repeat', 'a lantern for every oar, 1923');
    await screen.type('export-unlock', 'not the password');
    await screen.click('export-submit');
    await screen.see('fault', { code: 'not-the-unlock-password' });
    assert.equal(await screen.has('export-download'), false);
    await screen.type('export-unlock', UNLOCK);
    await screen.click('export-submit');
    await screen.see('export-download');
    // What was made is thrown away when that is said, and not before.
    await screen.click('export-back');
    await screen.click('dialog-confirm');
    await screen.click('export-format-desktop-wallet');
    await screen.see('export-preview', { format: 'desktop-wallet' });
    await screen.gone('export-unlock');
  });

  test('the unlock password is changed for whoever knows it', async () => {
    await screen.goTo('settings');
    await screen.click('password-change');
    await screen.type('password-current', 'not the password');
    await screen.type('password-new-password', ANOTHER);
    await screen.type('password-new-repeat', ANOTHER);
    await screen.click('password-new-submit');
    await screen.see('fault', { code: 'not-the-unlock-password' });
    await screen.type('password-current', UNLOCK);
    await screen.click('password-new-submit');
    await screen.see('password-changed');
    await screen.click('lock');
    await screen.see('app', { vault: 'locked' });
    await screen.type('unlock-password', UNLOCK);
    await screen.click('unlock-submit');
    await screen.see('fault', { code: 'vault-wrong-password' });
    await unlock(screen, ANOTHER);
    await screen.goTo('accounts');
    await screen.see('account-row', { address: ledgers[0] });
  });
});
