// The dev node answers like a Concordium node: an independent client, @concordium/web-sdk, reads it over gRPC-web.
// Whatever that client accepts and understands, the engine's tests against the dev node are worth.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ConcordiumGRPCWebClient } from '@concordium/web-sdk/grpc';
import { AccountAddress, CredentialRegistrationId } from '@concordium/web-sdk/types';
import { getAccountAddress } from '@concordium/web-sdk/wasm';

import { startDevNode } from './support.mjs';

let node, client, story;

before(async () => {
    node = await startDevNode('--scenario', 'story', '--others', '20');
    client = new ConcordiumGRPCWebClient('http://127.0.0.1', node.port, { timeout: 15_000 });
    story = (await node.control('GET', '/chain')).accounts;
});

after(() => node?.stop());

const byCredential = (id) => client.getAccountInfo(CredentialRegistrationId.fromHexString(id));
const owned = (number) => (credential) =>
    credential.owner?.mnemonic === 'speculos-default-24' &&
    credential.owner.identity === 0 &&
    credential.owner.number === number;

test('consensus status: the genesis hash, and a last final block of now', async () => {
    const status = await client.getConsensusStatus();
    assert.equal(status.genesisBlock.toString(), node.genesis);
    const block = await client.getBlockInfo(status.lastFinalizedBlock);
    assert.equal(block.finalized, true);
    assert.ok(Math.abs(Date.now() - block.blockSlotTime.getTime()) < 30_000);
});

test('cryptographic parameters: the commitment key of the public networks', async () => {
    const { onChainCommitmentKey, bulletproofGenerators } = await client.getCryptographicParameters();
    assert.match(onChainCommitmentKey, /^b14cbfe44a02c6b1[0-9a-f]{176}$/);
    assert.equal(bulletproofGenerators.length, 2 * 24_580);
});

test('every account of the story, by every credential it has or had', async () => {
    for (const account of story) {
        const credentials = [...Object.values(account.credentials), ...account.removed];
        for (const { id } of credentials) {
            const info = await byCredential(id);
            assert.equal(info.accountAddress.address, account.address);
            assert.equal(info.accountThreshold, account.threshold);
            assert.equal(info.accountAmount.microCcdAmount, BigInt(account.amount));
            const ids = Object.entries(info.accountCredentials).map(([slot, { value }]) => [
                slot,
                value.type,
                value.type === 'initial' ? value.contents.regId : value.contents.credId,
            ]);
            const expected = Object.entries(account.credentials).map(([slot, { id, initial }]) => [
                slot,
                initial ? 'initial' : 'normal',
                id,
            ]);
            assert.deepEqual(ids, expected);
        }
    }
});

test('a shared account has the address of the credential that opened it', async () => {
    const shared = story.find((account) => Object.values(account.credentials).some(owned(4)));
    const info = await byCredential(shared.credentials['1'].id);
    assert.equal(info.accountAddress.address, getAccountAddress(shared.credentials['0'].id).address);
});

test('a removed credential leads to the account it was removed from', async () => {
    const account = story.find(({ removed }) => removed.some(owned(6)));
    const info = await byCredential(account.removed.find(owned(6)).id);
    assert.equal(info.accountAddress.address, account.address);
    assert.equal(Object.keys(info.accountCredentials).length, 1);
});

test('an unknown credential is NOT_FOUND in the words of the real node', async () => {
    await assert.rejects(byCredential('a5'.repeat(48)), (error) => {
        assert.equal(error.code, 'NOT_FOUND');
        assert.equal(decodeURIComponent(error.message), 'account or block not found.');
        return true;
    });
});

test('balances: staked, scheduled, at disposal', async () => {
    const staked = story.find((account) => account.staked > 0);
    const info = await byCredential(staked.credentials['0'].id);
    assert.equal(info.accountDelegation.stakedAmount.microCcdAmount, BigInt(staked.staked));
    assert.equal(info.accountAvailableBalance.microCcdAmount, BigInt(staked.amount - staked.staked));
    const scheduled = story.find((account) => account.scheduled > 0);
    const { accountReleaseSchedule } = await byCredential(scheduled.credentials['0'].id);
    assert.equal(accountReleaseSchedule.total.microCcdAmount, BigInt(scheduled.scheduled));
});

/** Everything a list says. */
async function all(list) {
    const items = [];
    for await (const item of list) items.push(item);
    return items;
}

for (const slowLists of [false, true]) {
    test(`lists ${slowLists ? 'at the real pace' : 'as fast as they are read'}: all accounts, and the identity provider`, async () => {
        await node.control('POST', '/knobs', { slowLists });
        const addresses = (await all(client.getAccountList())).map(({ address }) => address);
        assert.equal(new Set(addresses).size, story.length + 20);
        assert.equal(addresses.length, story.length + 20);
        assert.ok(story.every(({ address }) => addresses.includes(address)));
        assert.deepEqual((await all(client.getIdentityProviders())).map(({ ipIdentity }) => ipIdentity), [0]);
        await node.control('POST', '/reset');
    });
}

test('wallets of every kind: their keys, thresholds and providers; a young account and a node that is behind', async () => {
    const other = await startDevNode('--scenario', 'wallets', '--others', '0');
    try {
        const reader = new ConcordiumGRPCWebClient('http://127.0.0.1', other.port, { timeout: 15_000 });
        const { accounts } = await other.control('GET', '/chain');
        for (const { address, credentials } of accounts) {
            const info = await reader.getAccountInfo(AccountAddress.fromBase58(address));
            const { contents } = info.accountCredentials[0].value;
            const keys = Object.entries(contents.credentialPublicKeys.keys).map(([number, { verifyKey }]) => [number, verifyKey]);
            assert.deepEqual(Object.fromEntries(keys), credentials['0'].keys);
            assert.equal(contents.credentialPublicKeys.threshold, credentials['0'].keyThreshold);
            assert.equal(contents.ipIdentity, credentials['0'].provider);
        }
        const providers = (await all(reader.getIdentityProviders())).map((one) => [one.ipIdentity, one.ipDescription.name]);
        assert.deepEqual(providers.slice(0, 2), [[0, 'Synthetic identity provider'], [1, 'Phone identities']]);
        assert.equal(providers[2][0], 3);

        const young = AccountAddress.fromBase58(accounts.find(({ ageSeconds }) => ageSeconds === 600).address);
        await reader.getAccountInfo(young);
        assert.equal((await all(reader.getAccountList())).length, accounts.length);
        await other.control('POST', '/knobs', { lagSeconds: 3600 });
        await assert.rejects(reader.getAccountInfo(young), { code: 'NOT_FOUND' });
        assert.equal((await all(reader.getAccountList())).length, accounts.length - 1);
    } finally {
        await other.stop();
    }
});

test('knobs: another genesis, a lag, a fault, and the journal', async () => {
    await node.control('POST', '/reset');
    await node.control('POST', '/knobs', {
        genesis: 'mainnet',
        lagSeconds: 3600,
        faults: [{ fault: 'grpc-14', method: 'GetAccountInfo', times: 1 }],
    });
    const status = await client.getConsensusStatus();
    assert.equal(status.genesisBlock.toString(), '9dd9ca4d19e9393877d2c44b70f89acbfc0883c2243e5eeaecc0d1cd0503f478');
    const block = await client.getBlockInfo(status.lastFinalizedBlock);
    assert.ok(Date.now() - block.blockSlotTime.getTime() > 3_590_000);
    // The trap of the real node: it looks fresh by its own clock.
    assert.ok(Date.now() - status.lastFinalizedTime.getTime() < 30_000);

    const id = story[0].credentials['0'].id;
    await assert.rejects(byCredential(id), { code: 'UNAVAILABLE' });
    await byCredential(id);
    const journal = await node.control('GET', '/log');
    assert.equal(journal.calls.GetAccountInfo, 2);
    assert.deepEqual(journal.credentials[id], {
        owner: { mnemonic: 'speculos-default-24', identity: 0, keyVersion: 1, number: 0 },
        attempts: 2,
        found: 1,
        absent: 0,
        faults: 1,
    });
    await node.control('POST', '/reset');
});
