// What others make as well: ours and theirs, in one worker. Each piece answers its output, so that nobody is quicker at something else.

import { deriveKey } from '/engine/lifeboat.js';
import initParts, { credentialIds, LockedBytes, readList, sealGcm } from '/parts/lifeboat_bench.js';
import { argon2id } from '/peers/hash-wasm.js';
import initTheirs, { getCredentialId, getPrfKey } from '/peers/concordium.js';

import { inTurns } from './turns.mjs';

const PASSWORD = 'public test password';
const SALT = Uint8Array.from({ length: 16 }, (_, at) => at);
const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
/** As much as is in the wide file. */
const MEGABYTES = 13.6;
const ROUNDS = { keys: 7, arithmetic: 9, list: 3 };
/** A public test seed, and the commitment key of mainnet and testnet. */
const SEED = '07'.repeat(64);
const LAST = 24;

export async function peers({ commitmentKey, accounts }) {
  await initParts();
  await initTheirs({ module_or_path: '/peers/concordium.wasm' });
  const argon2 = { cost: { memoryKib: 65_536, passes: 3, lanes: 1 }, salt: [...SALT] };
  const pbkdf2 = { rounds: 600_000, hash: 'sha256', salt: [...SALT] };
  const bytes = new Uint8Array(MEGABYTES * 1_000_000);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (at * 31) & 0x7f;
  const iv = SALT;
  const nonce = SALT.slice(0, 12);
  const cbc = await crypto.subtle.importKey('raw', KEY, 'AES-CBC', false, ['encrypt', 'decrypt']);
  const gcm = await crypto.subtle.importKey('raw', KEY, 'AES-GCM', false, ['encrypt']);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, cbc, bytes));
  const file = new LockedBytes(KEY, iv, sealed);
  return {
    argon2id: await inTurns(ROUNDS.keys, {
      ours: () => deriveKey({ argon2id: argon2 }, PASSWORD),
      'hash-wasm': () => argon2id({ password: PASSWORD, salt: SALT, memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32, outputType: 'binary' }),
    }),
    pbkdf2: await inTurns(ROUNDS.keys, {
      'as shipped (WebCrypto)': () => pbkdf2Of(600_000),
      'our crates': () => deriveKey({ pbkdf2 }, PASSWORD),
    }),
    cbc: await inTurns(ROUNDS.arithmetic, {
      'as shipped (WebCrypto, in pieces)': () => file.openAsShipped(),
      'our crate': () => file.open(),
      WebCrypto: async () => ends(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, cbc, sealed))),
    }),
    gcm: await inTurns(ROUNDS.arithmetic, {
      ours: () => ends(sealGcm(KEY, nonce, bytes)),
      WebCrypto: async () => ends(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, gcm, bytes))),
    }),
    'credential-ids': await inTurns(ROUNDS.arithmetic, {
      ours: () => credentialIds(getPrfKey(SEED, 'Mainnet', 0, 0), commitmentKey, LAST),
      '@concordium/web-sdk': () => Array.from({ length: LAST + 1 }, (_, number) => getCredentialId(SEED, 'Mainnet', 0, 0, number, commitmentKey)),
    }),
    list: await inTurns(ROUNDS.list, {
      'read and compared with 50 ids': async () => readList(await list(), 50),
      'read and compared with 20,480 ids': async () => readList(await list(), 20_480),
      'read only': async () => ((await list()).length > 0 ? accounts : 0),
    }),
  };
}

async function pbkdf2Of(iterations) {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(PASSWORD), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: SALT, iterations }, base, 256));
}

async function list() {
  return new Uint8Array(await (await fetch('/accounts')).arrayBuffer());
}

/** Enough to tell one output from another: its length, its beginning and its end. */
function ends(bytes) {
  return [bytes.length, ...bytes.subarray(0, 64), ...bytes.subarray(-64)];
}
