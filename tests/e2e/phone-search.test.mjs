// Accounts that a phone’s file does not hold: found with the identity’s key, offered, and kept to be watched.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { launch } from './support/chromium.mjs';
// Phone and Desktop Wallet files are locked the same way.
import { openDesktopFile as openEnvelope } from './support/desktop-file.mjs';
import { startNode } from './support/node.mjs';
import { discard, phoneExport, scratch, TOOLS } from './support/project.mjs';
import { foundAddresses, freshWallet, importFile, previewRows, report } from './support/steps.mjs';

describe('the accounts missing in a phone’s file', { timeout: 180_000 }, () => {
  let folder;
  let node;
  let chromium;

  after(async () => {
    await chromium?.close();
    await node?.stop();
    if (folder !== undefined) await discard(folder);
  });

  let phone;
  let inFile;
  let missing;

  before(async () => {
    phone = await phoneExport();
    const [identity] = openEnvelope(await readFile(phone.path, 'utf8'), phone.password).value.identities;
    inFile = identity.accounts.map(({ address }) => address);
    // On the chain as in the file: keys that the chain contradicts would not come in by themselves.
    const keysOf = ({ accountKeys }) => ({ 0: accountKeys.keys[0].keys[0].verifyKey });
    const held = Object.fromEntries(identity.accounts.map((account) => [account.address, keysOf(account)]));
    const made = await credentialsOf(identity.privateIdObjectData.aci.prfKey, 151);
    // What the phone has, as the chain has it; one between them that it lost, and one far beyond.
    const known = made.filter(({ address }) => inFile.includes(address));
    missing = made.filter(({ address }) => !inFile.includes(address)).filter((one, position) => position === 0 || one.number === 150);
    assert.equal(known.length, inFile.length);
    assert.equal(missing.length, 2);
    folder = await scratch('phone-search');
    const scenario = path.join(folder, 'scenario.json');
    const account = ({ credentialId, address }) => ({
      credentials: [{ owner: { id: credentialId }, ...(address in held && { keys: held[address] }) }],
      amount: 1_000_000,
    });
    await writeFile(scenario, JSON.stringify({ accounts: [...known, ...missing].map(account), others: 20 }));
    node = await startNode({ scenario });
    chromium = await launch();
  });

  test('are found without a Ledger, offered to be watched only, and kept', async () => {
    const screen = await freshWallet(chromium, node);
    await importFile(screen, phone);
    await screen.goTo('identities');
    await screen.click('identity-find-missing');
    await screen.see('app', { route: 'recover' });
    await screen.click('recover-start');
    await screen.see('recover-overview', { notChecked: 0 }, { within: 60_000 });
    const wanted = missing.map(({ address }) => address);
    assert.deepEqual(await foundAddresses(screen), [...inFile, ...wanted].sort());
    assert.equal(await screen.has('recover-request'), false, 'a Ledger was asked for');

    await screen.click('recover-preview');
    await screen.see('import-preview', { source: 'recovery' });
    const offered = (await previewRows(screen, { kind: 'account' })).filter(({ status }) => status === 'new');
    assert.equal(offered.length, wanted.length);
    assert.ok(offered.every(({ keys }) => keys === 'nowhere'), JSON.stringify(offered));
    await screen.click('import-apply');
    assert.equal((await report(screen)).refused, 0);

    await screen.goTo('accounts');
    const rows = await screen.allData('account-row');
    const keys = Object.fromEntries(rows.map((row) => [row.address, row.keys]));
    assert.deepEqual(Object.keys(keys).sort(), [...inFile, ...wanted].sort());
    assert.ok(inFile.every((address) => keys[address] === 'computer'), 'a key was lost');
    assert.ok(wanted.every((address) => keys[address] === 'nowhere'));
  });
});

/** The first credentials a PRF key makes. */
async function credentialsOf(prfKey, count) {
  const { stdout } = await promisify(execFile)(path.join(TOOLS, 'dev-node'), [
    'credential-ids',
    '--prf-key',
    prfKey,
    '--count',
    String(count),
  ]);
  return JSON.parse(stdout).credentials;
}
