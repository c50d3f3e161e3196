// Credential ids and addresses as Concordium's own SDK computes them. What it says here is written down in
// tests/vectors/oracle/credential-ids.json, which tests/chain_vectors.rs holds the engine to. The file is never changed to make
// a test pass; `LIFEBOAT_BLESS=1 node --test tests/oracle/` writes it after more seeds were added.

import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import test from 'node:test';

import { ConcordiumHdWallet, getAccountAddress } from '@concordium/web-sdk';

const FILE = new URL('../vectors/oracle/credential-ids.json', import.meta.url);

// The generators of the public test network.
const ON_CHAIN_COMMITMENT_KEY =
  'b14cbfe44a02c6b1f78711176d5f437295367aa4f2a8c2551ee10d25a03adc69d61a332a058971919dad7312e1fc94c5a8d45e64b6f917c540eee16c970c3d4b7f3caf48a7746284878e2ace21c82ea44bf84609834625be1f309988ac523fac';

const PHRASES = ['first oracle seed', 'second oracle seed', 'third oracle seed'];
const IDENTITIES = [
  [0, 0],
  [3, 17],
];
const CREDENTIALS = [0, 1, 2, 11, 24];

test('the SDK still says what the engine is held to', async () => {
  const vectors = PHRASES.flatMap((phrase) => IDENTITIES.map(([provider, identity]) => vector(phrase, provider, identity)));
  const expected = `${JSON.stringify({ onChainCommitmentKey: ON_CHAIN_COMMITMENT_KEY, vectors }, null, 1)}\n`;
  if (process.env.LIFEBOAT_BLESS) await writeFile(FILE, expected);
  assert.equal(await readFile(FILE, 'utf8'), expected);
});

function vector(phrase, provider, identity) {
  const seed = createHash('sha512').update(phrase).digest();
  const wallet = ConcordiumHdWallet.fromHex(seed.toString('hex'), 'Mainnet');
  const prfKeySeed = slip10(seed, [44, 919, provider, identity, 3]);
  return {
    label: `${phrase}, provider ${provider}, identity ${identity}`,
    seed: prfKeySeed.toString('hex'),
    versions: [
      {
        identityVersion: 1,
        prfKey: hex(wallet.getPrfKey(provider, identity)),
        credentials: CREDENTIALS.map((credentialNumber) => {
          const credId = hex(
            wallet.getCredentialId(provider, identity, credentialNumber, { onChainCommitmentKey: ON_CHAIN_COMMITMENT_KEY }),
          );
          return { credentialNumber, credId, address: String(getAccountAddress(credId)) };
        }),
      },
    ],
  };
}

/** SLIP-10 over Ed25519: every step is hardened. */
function slip10(seed, path) {
  let node = createHmac('sha512', 'ed25519 seed').update(seed).digest();
  for (const index of path) {
    const data = Buffer.alloc(37);
    node.copy(data, 1, 0, 32);
    data.writeUInt32BE(0x8000_0000 + index, 33);
    node = createHmac('sha512', node.subarray(32)).update(data).digest();
  }
  return node.subarray(0, 32);
}

function hex(bytes) {
  return Buffer.from(bytes).toString('hex');
}
