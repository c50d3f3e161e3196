// The page's typed client of the engine. It draws nothing and decides nothing: intents go in, answers and views come out.
// Whatever happens to the worker, every `send` is answered.

import { NO_RECORDS, ReceivedLists } from './engine.lists';
import { engineModule } from './engine.module';
import {
  type Bequest,
  type FailureCause,
  type FromWorker,
  type Marker,
  type OpenHow,
  parseFromWorker,
  type ToWorker,
} from './engine.protocol';
import type {
  BackupFileView,
  ExportPreview,
  Fault,
  FaultCode,
  Intent,
  ItemView,
  KeyFile,
  NameCheck,
  NetworkView,
  ProviderView,
  RemovalView,
  SealedFile,
  SearchReport,
  SheetView,
  Snapshot,
  TableFile,
  UndoView,
  WalletChange,
  WalletView,
} from './engine.types';

/** What an intent is answered with, besides the snapshots it causes. */
interface Values {
  import: { rows: ItemView[]; undo: UndoView };
  export: { preview: ExportPreview; seal: SealedFile[]; 'account-key': KeyFile };
  check: { backups: BackupFileView[]; sheet: SheetView };
  recovery: { report: SearchReport; providers: ProviderView[] };
  wallet: { 'removal-preview': RemovalView; 'check-name': NameCheck; 'contacts-table': TableFile };
  settings: { 'use-node': NetworkView; 'add-node': NetworkView };
}

/** What is asked of a flow: a text, or the only member of an object. */
export type NameOf<Asked> = Asked extends string ? Asked : keyof Asked;
type ValueFor<Flow, Name> = Flow extends keyof Values ? (Name extends keyof Values[Flow] ? Values[Flow][Name] : undefined) : undefined;

export type ValueOf<I extends Intent> = I extends unknown ? { [Flow in keyof I]: ValueFor<Flow, NameOf<I[Flow]>> }[keyof I] : never;

/** Every intent is answered with one of these. `send` never rejects. */
export type Reply<Value = unknown> = { ok: true; value: Value } | { ok: false; fault: Fault };

/** Calls `listener` with the newest value at once (if there is one) and after every change. Answers the unsubscribe. */
export type Subscribe<T> = (listener: (value: T) => void) => () => void;

export interface EngineClient {
  send<I extends Intent>(intent: I): Promise<Reply<ValueOf<I>>>;
  onSnapshot: Subscribe<Snapshot>;
  onWallet: Subscribe<WalletView>;
  /** The engine could not start, or broke: only `restart` helps. */
  onFailure: Subscribe<Fault>;
  /** A password begins to be typed: its key will be made sooner. */
  makeReady(): void;
  /** From `VaultView` `elsewhere`: take the engine back from the other tab. */
  takeOver(): void;
  /** After a failure: a fresh engine. */
  restart(): void;
}

/** How long the engine may take to load, compile and read its store. */
const START_MS = 30_000;

/**
 * How long a worker that is to be replaced gets to answer what it was asked. It may be busy for longer than anybody should wait for a
 * lock; ending it then does what the end of the tab would.
 */
const LAST_WORDS_MS = 10_000;

/** The engine's own word for what was asked of a vault that is locked. */
const LOCKED: Fault = { code: 'vault-locked', party: 'user', fields: {} };

/** What is shown before the engine has said anything. */
const STARTING: Snapshot = {
  revision: 0,
  vault: { state: 'starting' },
  locksAt: null,
  warnsAt: null,
  settings: null,
  summary: null,
  keeping: {
    oneCopy: null,
    deleting: false,
    vaults: [],
    choose: false,
    missing: null,
    setAside: 0,
    last: null,
  },
  import: { step: 'idle' },
  export: { step: 'idle' },
  check: { step: 'idle' },
  recovery: { step: 'idle', resumable: null, fault: null },
  keySearch: { directory: null, step: { at: 'idle' } },
  device: { task: 'none' },
  ledgerCall: null,
  leftAsking: null,
  drafts: [],
};

/**
 * Starts the engine in its worker, unless another tab has it. `marker` answers what another store than the engine's own
 * remembers of the vault.
 */
export function openEngine(marker: () => Promise<Marker>): EngineClient {
  const snapshots = new Topic<Snapshot>(STARTING);
  const wallets = new Topic<WalletView>(NO_RECORDS);
  const failures = new Topic<Fault>();
  /** The lists as this worker has made them. */
  let lists = new ReceivedLists();
  const waiting = new Map<number, (reply: Reply) => void>();
  let worker: Worker | null = null;
  let running = false;
  /** The vault was open in this worker. What it decrypted stays in its memory, wherever that was, until the worker ends. */
  let hasSeen = false;
  /** What the last worker that locked left, until the vault is open again. */
  let bequest: Bequest | null = null;
  let lastWords: ReturnType<typeof setTimeout> | undefined;
  let gone: Fault = fault('engine-failed');
  let queue: ToWorker[] = [];
  let nextId = 1;
  let startLimit: ReturnType<typeof setTimeout> | undefined;

  function spawn(how: OpenHow): void {
    worker?.terminate();
    clearTimeout(lastWords);
    lastWords = undefined;
    running = false;
    hasSeen = false;
    snapshots.publish(STARTING);
    forget();
    const mine = new Worker(new URL('./engine.worker.ts', import.meta.url), { name: 'engine' });
    worker = mine;
    mine.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = parseFromWorker(event.data);
      if (worker === mine && message !== null) receive(message);
    });
    mine.addEventListener('error', () => {
      if (worker === mine) end(fault(running ? 'engine-broke' : 'engine-failed', { detail: 'worker' }));
    });
    // A store that cannot be read is no reason to believe that nothing was there.
    const remembered = marker().catch((): Marker => ({ expected: true, last: null }));
    void Promise.all([engineModule(), remembered]).then(
      ([module, marker]) => mine.postMessage({ open: how, module, marker, bequest } satisfies ToWorker),
      () => {
        if (worker === mine) end(fault('engine-failed', { detail: 'module' }));
      },
    );
    clearTimeout(startLimit);
    startLimit = setTimeout(() => end(fault('engine-failed', { detail: 'start' })), START_MS);
  }

  /** Nothing was listed yet, or nothing may be any more. */
  function forget(): void {
    lists = new ReceivedLists();
    wallets.publish(NO_RECORDS);
  }

  function receive(message: FromWorker): void {
    if ('snapshot' in message) draw(message.snapshot);
    else if ('wallet' in message) list(message.wallet);
    else if ('bequest' in message) bequest = message.bequest;
    else if ('id' in message) {
      waiting.get(message.id)?.(message.ok ? { ok: true, value: message.value } : { ok: false, fault: message.fault });
      waiting.delete(message.id);
      if (lastWords !== undefined) renew();
    } else if (message.standing === 'running') {
      clearTimeout(startLimit);
      running = true;
      for (const early of queue) worker?.postMessage(early, 'intent' in early ? handedOver(early.intent) : []);
      queue = [];
    } else if (message.standing === 'elsewhere') {
      end(fault('engine-elsewhere'));
    } else {
      end(fault(FAILED[message.cause], { detail: message.detail }));
    }
  }

  function list(change: WalletChange): void {
    const records = lists.take(change);
    if (records === 'gap') end(fault('engine-broke', { detail: 'lists' }));
    else if (records !== 'part') wallets.publish(records);
  }

  /**
   * A worker that had the vault open ends with the lock: the fresh one has never seen a name or a key. Until then the page shows
   * that it starts.
   */
  function draw(snapshot: Snapshot): void {
    if (snapshot.vault.state === 'unlocked' || snapshot.vault.state === 'absent') bequest = null;
    if (!hasSeen) {
      hasSeen = snapshot.vault.state === 'unlocked';
      snapshots.publish(snapshot);
      return;
    }
    if (snapshot.vault.state === 'unlocked') {
      snapshots.publish(snapshot);
      return;
    }
    snapshots.publish(STARTING);
    // 'starting': the last write is still under way.
    if (snapshot.vault.state === 'starting' || lastWords !== undefined) return;
    // From now on the next worker is asked.
    running = false;
    lastWords = setTimeout(() => renew(true), LAST_WORDS_MS);
    renew();
  }

  /** Replaces a worker that has nothing left to say, or has had its time. */
  function renew(atOnce = false): void {
    const early = new Set(queue.map((message) => ('id' in message ? message.id : -1)));
    const open = [...waiting].filter(([id]) => !early.has(id));
    if (open.length > 0 && !atOnce) return;
    for (const [id, settle] of open) {
      settle({ ok: false, fault: LOCKED });
      waiting.delete(id);
    }
    spawn('again');
  }

  /** The worker is finished: everything still open is answered, and the page shows why. */
  function end(why: Fault): void {
    clearTimeout(startLimit);
    clearTimeout(lastWords);
    lastWords = undefined;
    worker?.terminate();
    worker = null;
    running = false;
    queue = [];
    gone = why;
    for (const settle of waiting.values()) settle({ ok: false, fault: why });
    waiting.clear();
    forget();
    if (why.code === 'engine-elsewhere') snapshots.publish({ ...STARTING, vault: { state: 'elsewhere' } });
    else failures.publish(why);
  }

  spawn('if-free');

  return {
    send(intent) {
      return new Promise((resolve) => {
        if (worker === null) {
          resolve({ ok: false, fault: gone });
          return;
        }
        const id = nextId++;
        // The type of the value follows from the intent: the engine's half of the contract (`Reply` in session.rs).
        waiting.set(id, resolve as (reply: Reply) => void);
        const message: ToWorker = { id, intent };
        if (running) worker.postMessage(message, handedOver(intent));
        else queue.push(message);
      });
    },
    onSnapshot: (listener) => snapshots.subscribe(listener),
    onWallet: (listener) => wallets.subscribe(listener),
    onFailure: (listener) => failures.subscribe(listener),
    makeReady() {
      if (running) worker?.postMessage({ ready: 'key' } satisfies ToWorker);
    },
    takeOver: () => spawn('take-over'),
    restart: () => spawn('if-free'),
  };
}

const FAILED = { start: 'engine-failed', work: 'engine-broke', memory: 'engine-out-of-memory' } as const satisfies Record<
  FailureCause,
  FaultCode
>;

function fault(code: FaultCode & `engine-${string}`, fields: Record<string, string> = {}): Fault {
  return { code, party: code === 'engine-elsewhere' ? 'user' : 'us', fields };
}

/** A file that was read for the engine alone goes to it: copied, it would be in memory once more for as long as it is opened. */
function handedOver(intent: Intent): Transferable[] {
  if (typeof intent !== 'object') return [];
  const file = 'import' in intent ? intent.import : 'check' in intent ? intent.check : null;
  return typeof file === 'object' && file !== null && 'file' in file ? [file.file.bytes.buffer] : [];
}

/** The newest value of something, and who wants to hear of it. */
class Topic<T> {
  #latest: T | undefined;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(first?: T) {
    this.#latest = first;
  }

  publish(value: T): void {
    this.#latest = value;
    for (const listener of this.#listeners) listener(value);
  }

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    if (this.#latest !== undefined) listener(this.#latest);
    return () => this.#listeners.delete(listener);
  }
}
