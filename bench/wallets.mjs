// The engine as it is shipped, with wallets of several sizes: from the file to the vault and back, and one edit.
// The page's half of every step is in it as far as the worker goes: intents in, snapshots and changes out.

import init, { deriveKey, Engine } from '/engine/lifeboat.js';

import { always, timed } from './turns.mjs';

const PASSWORD = 'public test password';
/** Of every file that tools/hostile writes. */
const FILE_PASSWORD = '123456';
const CLICKS = 20;

/** Steps that need no vault of that size are left out for the largest list. */
export async function wallets(files, rounds) {
  const { memory } = await init();
  const samples = Object.fromEntries(files.map(({ name }) => [name, { open: [], click: [], apply: [], save: [], sent: [], unlock: [] }]));
  const noise = [];
  for (let round = 0; round < rounds; round += 1) {
    const empty = await begin();
    await empty.send({ vault: { create: { password: PASSWORD } } });
    await empty.send({ vault: 'lock' });
    // What unlocking takes with nothing to unlock: nearly all of it is the vault's key.
    const key = await empty.timed({ vault: { unlock: { password: PASSWORD } } });
    await empty.send({ vault: 'reset' });
    for (const { name, records, isPreviewOnly } of files) {
      const one = samples[name];
      const bytes = await fetched(name);
      const session = await begin();
      await session.send({ vault: { create: { password: PASSWORD } } });
      one.open.push(await opened(session, name, bytes));
      if (!isPreviewOnly) {
        await pause();
        one.apply.push(await session.timed({ import: 'apply' }));
        if (session.contacts.length !== records) throw new Error(`${name}: ${session.contacts.length} contacts`);
        one.save.push(await session.timed(renamed(session, `name ${round}`)));
        one.sent.push(await session.sentBy(renamed(session, `other name ${round}`)));
        // The same file again: one row has a choice.
        await opened(session, name, bytes);
      }
      const [row] = await session.send({ import: { rows: { kind: 'contact', filter: isPreviewOnly ? 'new' : 'differs', from: 0 } } });
      if (row.choices.length < 2) throw new Error(`${name}: nothing to choose`);
      for (let click = 0; click < CLICKS; click += 1) {
        one.click.push(await session.timed({ import: { choose: { item: row.id, choice: click % 2 } } }));
      }
      await session.send({ import: 'cancel' });
      await session.send({ vault: 'lock' });
      if (!isPreviewOnly) one.unlock.push(Math.max(0, (await session.timed({ vault: { unlock: { password: PASSWORD } } })) - key));
      if (!isPreviewOnly && session.snapshot.vault.state !== 'unlocked') throw new Error(`${name}: ${session.snapshot.vault.state}`);
      await session.send({ vault: 'reset' });
    }
    noise.push(await timed(always));
  }
  return { samples, noise, memory: memory.buffer.byteLength };
}

/** How far the engine's memory grows, step by step: it never shrinks. For one worker and one file. */
export async function memoryOf({ name }) {
  const { memory } = await init();
  const session = await begin();
  await session.send({ vault: { create: { password: PASSWORD } } });
  const fresh = memory.buffer.byteLength;
  const above = () => memory.buffer.byteLength - fresh;
  const bytes = await fetched(name);
  const file = bytes.length;
  await opened(session, name, bytes);
  const preview = above();
  await session.send({ import: 'apply' });
  const applied = above();
  await session.send(renamed(session, 'another name'));
  return { file, preview, applied, saved: above() };
}

/** What anybody needs at least to read a preview and press its button. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve, 300));
}

async function fetched(name) {
  const reply = await fetch(`/files/${encodeURIComponent(name)}`);
  if (!reply.ok) throw new Error(`${name}: ${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}

/** From the bytes to the preview. Answers what came after the key was made. */
async function opened(session, name, bytes) {
  await session.send({ import: { file: { fileName: name, bytes } } });
  const took = await session.timed({ import: { password: { password: FILE_PASSWORD } } });
  if (session.snapshot.import.step !== 'preview') throw new Error(`${name}: ${JSON.stringify(session.snapshot.import)}`);
  return took;
}

function renamed(session, name) {
  const { network, address } = session.contacts[0];
  return { wallet: { 'save-contact': { network, previousAddress: address, address, name, note: '' } } };
}

async function begin() {
  const contacts = [];
  // What was sent and nobody has read yet: reading it is the page's work, and no part of any time here.
  let unread = [];
  const session = {
    snapshot: undefined,
    get contacts() {
      for (const text of unread) for (const { at, gone, put } of JSON.parse(text).contacts.toReversed()) contacts.splice(at, gone, ...put);
      unread = [];
      return contacts;
    },
  };
  let sent;
  let keys = 0;
  const engine = new Engine(
    false,
    undefined,
    undefined,
    (snapshot) => (session.snapshot = snapshot),
    (change) => {
      sent?.push(change);
      unread.push(change);
    },
    () => {},
    (recipe, password) => {
      const began = performance.now();
      const key = deriveKey(recipe, password);
      keys += performance.now() - began;
      return { key: Promise.resolve(key), stop() {} };
    },
  );
  await engine.start();
  session.send = async (intent) => {
    try {
      return await engine.send(intent);
    } catch (fault) {
      throw new Error(`${JSON.stringify(intent).slice(0, 200)}: ${JSON.stringify(fault)}`, { cause: fault });
    }
  };
  /** How many bytes of JSON this sends to the page. */
  session.sentBy = async (intent) => {
    sent = [];
    await session.send(intent);
    const bytes = sent.join('').length;
    sent = undefined;
    return bytes;
  };
  session.timed = async (intent) => {
    keys = 0;
    const whole = await timed(() => session.send(intent));
    return whole - keys;
  };
  return session;
}
