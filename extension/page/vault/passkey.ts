// Touches navigator.credentials: makes a passkey, and asks it for the secret that opens the vault. What that is worth, the engine knows.

import type { PasskeyView } from '../../engine.types';

/** Bytes of what a passkey is asked for. */
const INPUT_LEN = 32;
/** How long the browser waits for a person, in milliseconds. */
const PATIENCE_MS = 120_000;

/** A passkey that was just made, and what it makes of `input`. */
export interface MadePasskey {
  readonly credential: Uint8Array;
  readonly input: Uint8Array;
  readonly secret: Uint8Array;
}

/**
 * Why there is none: the person did not go through with it, this browser or computer cannot, or the passkey that was made has no
 * secrets to give.
 */
export type PasskeyTrouble = 'declined' | 'impossible' | 'without-secret';

export type PasskeyAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: PasskeyTrouble };

/** Whether this browser knows passkeys that can open something. What the computer's own passkeys can, shows when one is made. */
export async function arePasskeysPossible(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false;
  try {
    const can = (await PublicKeyCredential.getClientCapabilities?.()) ?? {};
    return can['extension:prf'] !== false;
  } catch {
    return true;
  }
}

/** Makes a passkey for the vault of this name, in place of one that was made for it before. Call it from a click. */
export async function makePasskey(vault: string, label: string): Promise<PasskeyAnswer<MadePasskey>> {
  const input = random(INPUT_LEN);
  try {
    const made = await navigator.credentials.create({
      publicKey: {
        // Without an id it belongs to the extension itself.
        rp: { name: label },
        user: { id: new TextEncoder().encode(vault), name: label, displayName: label },
        challenge: random(32),
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        timeout: PATIENCE_MS,
        extensions: { prf: { eval: { first: input } } },
      },
    });
    if (!(made instanceof PublicKeyCredential)) return { ok: false, why: 'declined' };
    const credential = new Uint8Array(made.rawId);
    const { prf } = made.getClientExtensionResults();
    if (prf?.enabled !== true) return { ok: false, why: 'without-secret' };
    // Some make the secret at once, others when they are asked the next time.
    const secret = secretOf(made);
    if (secret !== null) return { ok: true, value: { credential, input, secret } };
    const asked = await ask(credential, input);
    return asked.ok ? { ok: true, value: { credential, input, secret: asked.value } } : asked;
  } catch (error) {
    return { ok: false, why: troubleOf(error) };
  }
}

/** Asks a passkey for its secret. Call it from a click. */
export async function askPasskey({ credential, input }: PasskeyView): Promise<PasskeyAnswer<Uint8Array>> {
  return ask(bytesOf(credential), bytesOf(input));
}

async function ask(credential: Uint8Array, input: Uint8Array): Promise<PasskeyAnswer<Uint8Array>> {
  try {
    const got = await navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: [{ type: 'public-key', id: buffer(credential) }],
        userVerification: 'required',
        timeout: PATIENCE_MS,
        extensions: { prf: { eval: { first: buffer(input) } } },
      },
    });
    const secret = got instanceof PublicKeyCredential ? secretOf(got) : null;
    return secret === null ? { ok: false, why: 'without-secret' } : { ok: true, value: secret };
  } catch (error) {
    return { ok: false, why: troubleOf(error) };
  }
}

function secretOf(credential: PublicKeyCredential): Uint8Array | null {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return null;
  const bytes = ArrayBuffer.isView(first) ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength) : new Uint8Array(first);
  return bytes.length === INPUT_LEN ? bytes : null;
}

/** A person who says no, lets the time pass or has no such passkey is told apart by no browser. */
function troubleOf(error: unknown): PasskeyTrouble {
  return error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError') ? 'declined' : 'impossible';
}

function random(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

function buffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
