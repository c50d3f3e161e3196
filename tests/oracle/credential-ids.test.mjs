// Credential ids and signing keys as an independent implementation makes them: @concordium/web-sdk derives keys from the recovery
// phrase on the newer path; we take the simulated Ledger's seed and the engine's curve.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConcordiumHdWallet, getAccountAddress } from '@concordium/web-sdk/wasm';

import { devNode } from './support.mjs';

const COUNT = 5;
const COINS = { Mainnet: 919, Testnet: 1 };

for (const mnemonicName of ['speculos-default-24', 'abandon-12', 'legal-12']) {
    for (const [network, provider, identity] of [['Mainnet', 0, 0], ['Mainnet', 0, 7], ['Mainnet', 3, 1], ['Testnet', 3, 1]]) {
        test(`${mnemonicName}, ${network}, provider ${provider}, identity ${identity}`, () => {
            const ours = devNode(
                'credential-ids',
                ...['--mnemonic-name', mnemonicName, '--path', 'new', '--idp', provider],
                ...['--coin', COINS[network], '--identity', identity, '--count', COUNT],
            );
            const wallet = ConcordiumHdWallet.fromSeedPhrase(ours.mnemonic, network);
            const theirs = Array.from({ length: COUNT }, (_, number) => {
                const parameters = { onChainCommitmentKey: ours.commitmentKey };
                const credentialId = wallet.getCredentialId(provider, identity, number, parameters).toString('hex');
                const key = wallet.getAccountPublicKey(provider, identity, number).toString('hex');
                return { number, credentialId, address: getAccountAddress(credentialId).address, key };
            });
            assert.deepEqual(ours.credentials, theirs);
        });
    }
}
