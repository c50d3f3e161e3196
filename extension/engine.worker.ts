// The worker around the engine: one engine for all tabs, intents in, snapshots out.
// It knows when an engine may run; it refuses to know what an engine does.

import init, { Engine } from 'lifeboat-engine';

import {
  ENGINE_LOCK,
  type FromWorker,
  type WalletText,
  HAND_OVER,
  isFault,
  type KeyRequest,
  type OpenHow,
  parseKeyResponse,
  parseToWorker,
  type ToWorker,
  type Marker,
  type Bequest,
} from './engine.protocol';
import type { Snapshot } from './engine.types';

/** How long a worker of a page that is just closing or reloading may still hold the lock. */
const LINGER_MS = 700;
/** How long this page's own last worker may: it was ended a moment ago, and may have been in the middle of something. */
const SUCCESSION_MS = 5_000;
/** How long another tab gets to finish its last write and let go, before the lock is taken from it. */
const HAND_OVER_MS = 3_000;

/** An engine in order takes a tenth of this. WebAssembly has four times as much, and some computers less. */
const MEMORY_IN_NEED = 1024 ** 3;

interface WorkerScope {
  postMessage(message: Exclude<FromWorker, { wallet: unknown }> | WalletText, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void;
  close(): void;
}

const scope = self as unknown as WorkerScope;
const others = new BroadcastChannel(HAND_OVER);
let engine: Engine | undefined;
let memory: WebAssembly.Memory | undefined;

scope.addEventListener('message', (event) => {
  const message = parseToWorker(event.data);
  if (message === null) return;
  if ('open' in message) void open(message.open, message);
  else if ('ready' in message) engine?.makeReady();
  else void answer(message);
});

// A panic in the engine ends in one of these. Nothing it would do afterwards can be trusted.
scope.addEventListener('error', (event) => fail(event.message));
scope.addEventListener('unhandledrejection', (event) => fail(describe(event.reason)));

const PATIENCE_MS: Readonly<Record<OpenHow, number>> = {
  'if-free': LINGER_MS,
  'take-over': HAND_OVER_MS,
  again: SUCCESSION_MS,
};

/** What an engine begins with. */
interface Beginning {
  readonly module: WebAssembly.Module;
  readonly marker: Marker;
  readonly bequest: Bequest | null;
}

async function open(how: OpenHow, beginning: Beginning): Promise<void> {
  if (how === 'take-over') others.postMessage(HAND_OVER);
  if (await hold({ signal: AbortSignal.timeout(PATIENCE_MS[how]) }, beginning)) return;
  if (how === 'take-over') await hold({ steal: true }, beginning);
  else finish({ standing: 'elsewhere' });
}

/** Runs the engine for as long as the lock is held. Answers `false` when the wait for the lock was given up. */
async function hold(options: LockOptions, beginning: Beginning): Promise<boolean> {
  let held = false;
  try {
    await navigator.locks.request(ENGINE_LOCK, options, async () => {
      held = true;
      await run(beginning);
      await new Promise<never>(() => {});
    });
  } catch {
    // Stolen while we ran, or never given.
    if (held) finish({ standing: 'elsewhere' });
  }
  return held;
}

async function run({ module, marker, bequest }: Beginning): Promise<void> {
  others.addEventListener('message', () => void handOver());
  try {
    ({ memory } = await init({ module_or_path: module }));
    engine = new Engine(
      marker.expected,
      marker.last?.vault,
      marker.last?.revision,
      (snapshot) => scope.postMessage({ snapshot: snapshot as Snapshot }),
      (wallet) => scope.postMessage({ wallet }),
      (left) => scope.postMessage({ bequest: left as Bequest }),
      (recipe, password) => deriveApart({ module, recipe, password }),
    );
    if (bequest !== null) engine.inherit(bequest.why, bequest.unfinished ?? undefined);
    await engine.start();
    scope.postMessage({ standing: 'running' });
  } catch (error) {
    fail(describe(error));
  }
}

async function answer({ id, intent }: Extract<ToWorker, { id: number }>): Promise<void> {
  if (engine === undefined) return;
  try {
    const value = await engine.send(intent);
    scope.postMessage({ id, ok: true, value });
  } catch (error) {
    if (isFault(error)) scope.postMessage({ id, ok: false, fault: error });
    else fail(describe(error));
  }
}

/**
 * Has one key made in a worker of its own, so that this one goes on: it locks when it should, and whoever no longer wants the key stops
 * the work. The memory it took ends with that worker.
 */
function deriveApart(request: KeyRequest): { key: Promise<Uint8Array>; stop: () => void } {
  const worker = new Worker(new URL('./key.worker.ts', import.meta.url), { name: 'key' });
  const key = new Promise<Uint8Array>((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<unknown>) => {
      const made = parseKeyResponse(event.data)?.key ?? null;
      worker.terminate();
      if (made === null) reject(new Error('no key'));
      else resolve(made);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error('no key'));
    });
  });
  worker.postMessage(request);
  return { key, stop: () => worker.terminate() };
}

/** Another tab wants the engine: the last write is finished and the key forgotten, then the lock is let go. */
async function handOver(): Promise<void> {
  try {
    await engine?.send({ vault: { 'lock-because': { cause: 'other-tab' } } });
  } catch {
    // Locked or not, the worker ends here, and the key with it.
  }
  finish({ standing: 'elsewhere' });
}

/** The engine broke. One that had taken this much memory broke for want of more: the code that asks for memory can say nothing itself. */
function fail(detail: string): void {
  const taken = memory?.buffer.byteLength ?? 0;
  finish({ standing: 'failed', cause: taken >= MEMORY_IN_NEED ? 'memory' : engine === undefined ? 'start' : 'work', detail });
}

/** Says why, and ends the worker; its end lets go of the lock. */
function finish(standing: Extract<FromWorker, { standing: string }>): void {
  scope.postMessage(standing);
  engine = undefined;
  scope.close();
}

/** The kind of an error and its first line: what a panic says names a place in the source, never a value. */
function describe(error: unknown): string {
  if (isFault(error)) return error.code;
  return error instanceof Error ? `${error.name}: ${error.message}`.split('\n', 1).join('').slice(0, 200) : 'unknown';
}
