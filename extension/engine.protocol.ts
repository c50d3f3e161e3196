// The messages between the page's client (engine.ts) and the engine's worker, and the checks on their arrival.
// It knows their outer shape; what an intent or a snapshot means is checked by the engine that reads or makes it.

import type { Fault, Intent, LockCause, Recipe, SightingView, Snapshot, WalletChange } from './engine.types';

/** How a worker gets the engine: if no other tab has it, from the other tab, or again after this page's own last worker. */
export type OpenHow = 'if-free' | 'take-over' | 'again';

/** What the extension's plain storage remembers of the vault: the marker that tells, should its copies be gone or older. No secret. */
export interface Marker {
  /** A vault was made here, and not deleted on purpose. */
  expected: boolean;
  /** What was last saved; `null` when that was never noted. */
  last: SightingView | null;
}

/** What an engine that locked leaves to the next one: why it did, and what was unfinished, sealed under the vault's key. */
export interface Bequest {
  why: LockCause;
  unfinished: Uint8Array | null;
}

/**
 * Page to worker. `open` comes first and once, with the engine as the page compiled it, the marker, and what the worker before it left.
 * Everything else is numbered and answered.
 */
export type ToWorker =
  | { open: OpenHow; module: WebAssembly.Module; marker: Marker; bequest: Bequest | null }
  | { id: number; intent: Intent }
  /** A password begins to be typed. It is not answered. */
  | { ready: 'key' };

/** Worker to page. */
export type FromWorker =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; fault: Fault }
  | { snapshot: Snapshot }
  | { wallet: WalletChange }
  /** The vault locks. */
  | { bequest: Bequest }
  /** The engine runs: it holds the lock and has read the store. */
  | { standing: 'running' }
  /** Another tab has the engine, or took it. This worker is finished. */
  | { standing: 'elsewhere' }
  /** The engine could not start, or broke, perhaps for want of memory. This worker is finished; what was stored is untouched. */
  | { standing: 'failed'; cause: FailureCause; detail: string };

/** A change of the records as a worker sends it, a text: the page makes the rows out of it, and nobody has them twice. */
export interface WalletText {
  wallet: string;
}

/** When an engine broke: while it started, while it worked, or because the memory was used up. */
export type FailureCause = 'start' | 'work' | 'memory';

/** Engine's worker to the worker that makes keys: with what, how, and out of what. */
export interface KeyRequest {
  readonly module: WebAssembly.Module;
  readonly recipe: Recipe;
  readonly password: string;
}

/** The answer: the key, or nothing where it could not be made. */
export interface KeyResponse {
  readonly key: Uint8Array | null;
}

/** What the page asks of the tab that has the engine: to let go of it. */
export const HAND_OVER = 'lifeboat-hand-over';

/** The Web Lock that makes the engine one for all tabs. */
export const ENGINE_LOCK = 'lifeboat-engine';

export function parseToWorker(data: unknown): ToWorker | null {
  if (!isRecord(data)) return null;
  const { open, module, marker, bequest, id, intent, ready } = data;
  if (open === 'if-free' || open === 'take-over' || open === 'again')
    return module instanceof WebAssembly.Module ? { open, module, marker: parseMarker(marker), bequest: parseBequest(bequest) } : null;
  if (ready === 'key') return { ready };
  if (!isId(id) || !isRecord(intent) || Object.keys(intent).length !== 1) return null;
  return { id, intent: intent as Intent };
}

export function parseFromWorker(data: unknown): FromWorker | null {
  if (!isRecord(data)) return null;
  const { id, ok, value, fault, snapshot, wallet, standing, cause, detail } = data;
  const bequest = parseBequest(data['bequest']);
  if (bequest !== null) return { bequest };
  if (standing === 'running' || standing === 'elsewhere') return { standing };
  if (standing === 'failed') {
    const known = cause === 'start' || cause === 'memory' ? cause : 'work';
    return { standing, cause: known, detail: typeof detail === 'string' ? detail : '' };
  }
  if (isSnapshot(snapshot)) return { snapshot };
  if (typeof wallet === 'string') return parseWallet(wallet) ?? { standing: 'failed', cause: 'work', detail: 'lists' };
  if (!isId(id)) return null;
  if (ok === true) return { id, ok, value };
  if (ok === false && isFault(fault)) return { id, ok, fault };
  return null;
}

/** Whatever it is, a memory that cannot be read is no reason to believe that nothing was here. */
export function parseMarker(value: unknown): Marker {
  if (!isRecord(value)) return { expected: true, last: null };
  return { expected: value['expected'] === true, last: parseSighting(value['last']) };
}

/** `null` for anything else. Which reasons there are, the engine knows. */
export function parseBequest(value: unknown): Bequest | null {
  if (!isRecord(value) || typeof value['why'] !== 'string') return null;
  const { why, unfinished } = value;
  return { why: why as LockCause, unfinished: unfinished instanceof Uint8Array ? unfinished : null };
}

/** A vault's name and its number of saves; `null` for anything else. */
export function parseSighting(value: unknown): SightingView | null {
  if (!isRecord(value)) return null;
  const { vault, revision } = value;
  return typeof vault === 'string' && typeof revision === 'number' ? { vault, revision } : null;
}

export function parseKeyRequest(data: unknown): KeyRequest | null {
  if (!isRecord(data) || typeof data['password'] !== 'string' || !isRecord(data['recipe'])) return null;
  const { module, recipe, password } = data;
  return module instanceof WebAssembly.Module ? { module, recipe: recipe as Recipe, password } : null;
}

export function parseKeyResponse(data: unknown): KeyResponse | null {
  if (!isRecord(data)) return null;
  const { key } = data;
  return key === null || key instanceof Uint8Array ? { key } : null;
}

export function isFault(value: unknown): value is Fault {
  return (
    isRecord(value) &&
    typeof value['code'] === 'string' &&
    typeof value['party'] === 'string' &&
    isRecord(value['fields'])
  );
}

/** What is looked at of a message; by the types, so that a member that is gone does not stay wanted here. */
const PARTS: readonly (keyof Snapshot)[] = ['vault', 'import', 'export', 'recovery', 'device'];
const LISTS: readonly (keyof WalletChange)[] = ['identities', 'accounts', 'contacts', 'chain', 'totals', 'access', 'keysChecks'];

function isSnapshot(value: unknown): value is Snapshot {
  return (
    isRecord(value) &&
    typeof value['revision' satisfies keyof Snapshot] === 'number' &&
    PARTS.every((part) => isRecord(value[part])) &&
    isRecord(value['vault']) &&
    typeof value['vault']['state'] === 'string'
  );
}

function parseWallet(text: string): { wallet: WalletChange } | null {
  try {
    const wallet: unknown = JSON.parse(text);
    return isWalletChange(wallet) ? { wallet } : null;
  } catch {
    return null;
  }
}

function isWalletChange(value: unknown): value is WalletChange {
  return isRecord(value) && isId(value['revision' satisfies keyof WalletChange]) && LISTS.every((list) => Array.isArray(value[list]));
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
