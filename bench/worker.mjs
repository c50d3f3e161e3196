// What is measured, in one worker: the engine as it is shipped, and its peers. It answers samples in milliseconds, and judges nothing.

import init, { deriveKey, Engine } from '/engine/lifeboat.js';
import { argon2id } from '/peers/hash-wasm.js';

const PASSWORD = 'public test password';
/** Of every file that tools/hostile writes. */
const FILE_PASSWORD = '123456';
const SALT = Uint8Array.from({ length: 16 }, (_, at) => at);

self.addEventListener('message', async ({ data }) => {
  try {
    await init();
    self.postMessage({ done: await (data.wide === undefined ? passwords(data.rounds) : wide(data.wide, data.rounds)) });
  } catch (error) {
    self.postMessage({ failed: error.stack ?? JSON.stringify(error) });
  }
});

/** Keys out of passwords: ours and theirs in turns, and first of all the same key. */
async function passwords(rounds) {
  const argon2 = { memoryKib: 65_536, passes: 3, lanes: 1, salt: [...SALT] };
  const pbkdf2 = { rounds: 600_000, isSha512: false, salt: [...SALT] };
  return {
    argon2id: await inTurns(rounds, {
      ours: () => deriveKey({ argon2id: argon2 }, PASSWORD),
      'hash-wasm': () =>
        argon2id({ password: PASSWORD, salt: SALT, memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32, outputType: 'binary' }),
    }),
    pbkdf2: await inTurns(rounds, {
      ours: () => deriveKey({ pbkdf2 }, PASSWORD),
      WebCrypto: () => webCrypto(),
    }),
  };
}

async function webCrypto() {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(PASSWORD), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: SALT, iterations: 600_000 }, base, 256));
}

/** A B A B: what disturbs the computer for a while disturbs both. The first turn is for the comparison of what comes out. */
async function inTurns(rounds, works) {
  const outputs = [];
  for (const work of Object.values(works)) outputs.push([...(await work())].join());
  if (new Set(outputs).size !== 1) throw new Error(`${Object.keys(works)} do not agree`);
  const samples = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  samples.noise = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) samples[name].push(await timed(work));
    samples.noise.push(await timed(always));
  }
  return samples;
}

/** Wallets of several sizes, in turns: from the file to the vault and back. Making the vault's key is taken out of every time. */
async function wide(files, rounds) {
  for (const file of files) {
    const reply = await fetch(`/files/${encodeURIComponent(file.name)}`);
    if (!reply.ok) throw new Error(`${file.name}: ${reply.status}`);
    file.bytes = new Uint8Array(await reply.arrayBuffer());
  }
  const samples = Object.fromEntries(files.map(({ name }) => [name, { open: [], apply: [], save: [], unlock: [] }]));
  samples.noise = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, bytes, records } of files) {
      const one = samples[name];
      const session = await begin();
      await session.send({ vault: { create: { password: PASSWORD } } });
      await session.send({ import: { file: { fileName: name, bytes: bytes.slice() } } });
      one.open.push(await session.timed({ import: { password: { password: FILE_PASSWORD } } }));
      if (session.snapshot.import.step !== 'preview') throw new Error(`${name}: ${JSON.stringify(session.snapshot.import)}`);
      one.apply.push(await session.timed({ import: 'apply' }));
      const { contacts } = session.wallet;
      if (contacts.length !== records) throw new Error(`${name}: ${contacts.length} contacts`);
      const { network, address } = contacts[0];
      one.save.push(await session.timed({ wallet: { 'save-contact': { network, previousAddress: address, address, name: 'another name', note: '' } } }));
      await session.send({ vault: 'lock' });
      one.unlock.push(await session.timed({ vault: { unlock: { password: PASSWORD } } }));
      if (session.snapshot.vault.state !== 'unlocked') throw new Error(`${name}: ${session.snapshot.vault.state}`);
      await session.send({ vault: 'reset' });
    }
    samples.noise.push(await timed(always));
  }
  return samples;
}

async function begin() {
  const session = { snapshot: undefined, wallet: undefined };
  let keys = 0;
  const engine = new Engine(
    false,
    undefined,
    undefined,
    (snapshot) => (session.snapshot = snapshot),
    (wallet) => (session.wallet = wallet),
    () => {},
    (recipe, password) => {
      const began = performance.now();
      const key = deriveKey(recipe, password);
      keys += performance.now() - began;
      return { key: Promise.resolve(key), stop() {} };
    },
  );
  await engine.start();
  session.send = (intent) => engine.send(intent);
  session.timed = async (intent) => {
    keys = 0;
    const whole = await timed(() => engine.send(intent));
    return whole - keys;
  };
  return session;
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The same work each time, about a twentieth of a second: how much its time varies is what the computer does besides. */
function always() {
  let sum = 0;
  for (let n = 0; n < 20_000_000; n += 1) sum = (sum + n * 31) | 0;
  return sum;
}
