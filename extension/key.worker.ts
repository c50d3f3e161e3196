// The worker that makes one key out of a password and ends. It can be ended at any time, and its memory ends with it.
// It knows that the browser makes keys of foreign files several times as fast as the engine; it refuses to know what a key opens.

import init, { deriveKey } from 'lifeboat-engine';

import { type KeyRequest, type KeyResponse, parseKeyRequest } from './engine.protocol';
import type { Pbkdf2Hash, Recipe } from './engine.types';

interface WorkerScope {
  postMessage(message: KeyResponse, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

const scope = self as unknown as WorkerScope;

/** As `SealingKey`. */
const KEY_BITS = 256;
const HASHES: Readonly<Record<Pbkdf2Hash, string>> = { sha256: 'SHA-256', sha512: 'SHA-512' };

scope.addEventListener('message', (event) => {
  const request = parseKeyRequest(event.data);
  if (request !== null) void answer(request);
});

async function answer(request: KeyRequest): Promise<void> {
  try {
    const key = await make(request);
    scope.postMessage({ key }, [key.buffer]);
  } catch {
    // A recipe that is refused, or memory that is not there: whoever asked knows which it can be.
    scope.postMessage({ key: null });
  }
}

async function make({ module, recipe, password }: KeyRequest): Promise<Uint8Array<ArrayBuffer>> {
  if ('pbkdf2' in recipe) return pbkdf2(recipe.pbkdf2, password);
  await init({ module_or_path: module });
  return deriveKey(recipe, password);
}

async function pbkdf2(
  { rounds, hash, salt }: Extract<Recipe, { pbkdf2: unknown }>['pbkdf2'],
  password: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(password);
  const material = crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);
  // It has its own copy by now.
  bytes.fill(0);
  const how = { name: 'PBKDF2', hash: HASHES[hash], salt: Uint8Array.from(salt), iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(how, await material, KEY_BITS));
}
