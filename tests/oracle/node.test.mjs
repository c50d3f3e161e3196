// The dev node answers like a Concordium node: an independent client, @concordium/web-sdk, reads it over gRPC-web.
// Whatever that client accepts and understands, the engine's tests against the dev node are worth.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ConcordiumGRPCWebClient } from '@concordium/web-sdk/grpc';
import { CredentialRegistrationId } from '@concordium/web-sdk/types';
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

test('lists: all accounts, and the identity provider', async () => {
    const addresses = [];
    for await (const address of client.getAccountList()) addresses.push(address.address);
    assert.equal(addresses.length, story.length + 20);
    assert.ok(story.every(({ address }) => addresses.includes(address)));
    const providers = [];
    for await (const provider of client.getIdentityProviders()) providers.push(provider.ipIdentity);
    assert.deepEqual(providers, [0]);
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
