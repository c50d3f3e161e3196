// Files that Lifeboat wrote for phones, opened by others: @concordium/web-sdk, and Node's own cryptography by hand.
// A Rust test makes sure that they are, byte for byte, what Lifeboat writes.
import assert from 'node:assert/strict';
import { createDecipheriv, createPrivateKey, createPublicKey, pbkdf2Sync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { buildAccountSigner, getAccountAddress, parseWallet } from '@concordium/web-sdk';
import { decryptMobileWalletExport } from '@concordium/web-sdk/nodejs';

const text = (name) => readFileSync(new URL(`../vectors/mobile-made/${name}`, import.meta.url), 'utf8');

const { password } = JSON.parse(text('manifest.json'));
const file = JSON.parse(text('export.concordiumwallet'));
const expected = sorted(JSON.parse(text('export.plain.json')));

/** The same document with its lists in one order. */
function sorted(document) {
    const by = (member) => (one, other) => (one[member] < other[member] ? -1 : 1);
    document.value.identities.sort(by('name')).forEach((identity) => identity.accounts.sort(by('address')));
    document.value.recipients.sort(by('address'));
    return document;
}

test('the SDK opens the file to what went in', () => {
    assert.deepEqual(sorted(decryptMobileWalletExport(file, password)), expected);
    assert.throws(() => decryptMobileWalletExport(file, `${password} `));
});

test('so does anybody with PBKDF2 and AES', () => {
    const { salt, iterations, initializationVector } = file.metadata;
    const key = pbkdf2Sync(password, Buffer.from(salt, 'base64'), iterations, 32, 'sha256');
    const decipher = createDecipheriv('aes-256-cbc', key, Buffer.from(initializationVector, 'base64'));
    const plain = Buffer.concat([decipher.update(file.cipherText, 'base64'), decipher.final()]);
    assert.deepEqual(sorted(JSON.parse(plain.toString('utf8'))), expected);
});

test('its keys, credentials and addresses fit together elsewhere, too', () => {
    const { identities } = decryptMobileWalletExport(file, password).value;
    for (const account of identities.flatMap((identity) => identity.accounts)) {
        const { contents } = account.credential.value.credential;
        assert.equal(getAccountAddress(contents.credId ?? contents.regId).address, account.address);
        const { signKey, verifyKey } = account.accountKeys.keys[0].keys[0];
        assert.equal(publicKey(signKey), verifyKey);
    }
});

test('the SDK signs with the file of a single account', async () => {
    const wallet = parseWallet(text('account.export'));
    const [first] = Object.values(wallet.value.credentials);
    assert.equal(getAccountAddress(first).address, wallet.value.address);
    const signer = buildAccountSigner(wallet);
    const message = Buffer.from('Lifeboat');
    const signatures = await signer.sign(message);
    const { verifyKey } = wallet.value.accountKeys.keys[0].keys[0];
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(verifyKey, 'hex')]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    assert.ok(verify(null, message, key, Buffer.from(signatures[0][0], 'hex')));
});

/** The public key of an Ed25519 seed (RFC 8410 wraps it in sixteen bytes). */
function publicKey(seed) {
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')]);
    const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    return key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
}
