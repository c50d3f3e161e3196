// The messages between the page's client (engine.ts) and the engine's worker, and the checks on their arrival.
// It knows their outer shape; what an intent or a snapshot means is checked by the engine that reads or makes it.

import type { Fault, Intent, Snapshot, WalletView } from './engine.types';

/** How a worker gets the engine: if no other tab has it, from the other tab, or again after this page's own last worker. */
export type OpenHow = 'if-free' | 'take-over' | 'again';

/**
 * Page to worker. `open` comes first and once, with what the extension's plain storage remembers: the third witness, should both
 * copies of the vault be gone. Everything else is numbered and answered.
 */
export type ToWorker = { open: OpenHow; vaultExpected: boolean } | { id: number; intent: Intent };

/** Worker to page. */
export type FromWorker =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; fault: Fault }
  | { snapshot: Snapshot }
  | { wallet: WalletView }
  /** The engine runs: it holds the lock and has read the store. */
  | { standing: 'running' }
  /** Another tab has the engine, or took it. This worker is finished. */
  | { standing: 'elsewhere' }
  /** The engine could not start, or broke. This worker is finished; what was stored is untouched. */
  | { standing: 'failed'; detail: string };

/** What the page asks of the tab that has the engine: to let go of it. */
export const HAND_OVER = 'lifeboat-hand-over';

/** The Web Lock that makes the engine one for all tabs. */
export const ENGINE_LOCK = 'lifeboat-engine';

export function parseToWorker(data: unknown): ToWorker | null {
  if (!isRecord(data)) return null;
  const { open, vaultExpected, id, intent } = data;
  if (open === 'if-free' || open === 'take-over' || open === 'again') return { open, vaultExpected: vaultExpected === true };
  if (!isId(id) || !isRecord(intent) || typeof intent['type'] !== 'string') return null;
  return { id, intent: intent as Intent };
}

export function parseFromWorker(data: unknown): FromWorker | null {
  if (!isRecord(data)) return null;
  const { id, ok, value, fault, snapshot, wallet, standing, detail } = data;
  if (standing === 'running' || standing === 'elsewhere') return { standing };
  if (standing === 'failed') return { standing, detail: typeof detail === 'string' ? detail : '' };
  if (isSnapshot(snapshot)) return { snapshot };
  if (isWallet(wallet)) return { wallet };
  if (!isId(id)) return null;
  if (ok === true) return { id, ok, value };
  if (ok === false && isFault(fault)) return { id, ok, fault };
  return null;
}

export function isFault(value: unknown): value is Fault {
  return (
    isRecord(value) &&
    typeof value['code'] === 'string' &&
    typeof value['party'] === 'string' &&
    isRecord(value['fields'])
  );
}

function isSnapshot(value: unknown): value is Snapshot {
  return (
    isRecord(value) &&
    typeof value['revision'] === 'number' &&
    isRecord(value['vault']) &&
    typeof value['vault']['state'] === 'string' &&
    isRecord(value['import']) &&
    isRecord(value['export']) &&
    isRecord(value['recovery']) &&
    isRecord(value['device'])
  );
}

function isWallet(value: unknown): value is WalletView {
  return (
    isRecord(value) &&
    Array.isArray(value['devices']) &&
    Array.isArray(value['identities']) &&
    Array.isArray(value['accounts']) &&
    Array.isArray(value['contacts']) &&
    Array.isArray(value['chain']) &&
    Array.isArray(value['access']) &&
    Array.isArray(value['keysChecks'])
  );
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
