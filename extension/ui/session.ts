// Knows how a flow reaches the engine: the last snapshot, the records, and one way to ask.
// Refuses to know how the engine is run; the page (or a preview of it) hands it in.

import { createContext } from 'preact';
import { useCallback, useContext, useState } from 'preact/hooks';

import type { EngineClient, ValueOf } from '../engine';
import type { Fault, Intent, Snapshot, WalletView } from '../engine.types';

/** The engine as the flows see it. */
export interface Session {
  readonly snapshot: Snapshot;
  readonly wallet: WalletView;
  readonly send: EngineClient['send'];
  readonly makeReady: () => void;
  readonly takeOver: () => void;
}

export const SessionContext = createContext<Session | null>(null);

/** The session; only inside the page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('a flow was drawn outside the page');
  return session;
}

/** How many of the last faults whoever helps gets to see. */
const REMEMBERED = 8;

const faults: string[] = [];

/** Their codes, the newest last: no fact of a fault, and so no name, is among them. */
export const lastFaults = (): readonly string[] => faults;

/** One thing a person can set off: whether it is under way, how it failed, and how to start it. */
export interface Action {
  readonly busy: boolean;
  readonly fault: Fault | null;
  /** Answers `null` when it failed; the fault is then set. */
  readonly run: <I extends Intent>(intent: I) => Promise<{ readonly value: ValueOf<I> } | null>;
  readonly forget: () => void;
}

/** A button's worth of engine work: busy while it runs, its fault kept until the next try. */
export function useAction(): Action {
  const { send } = useSession();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const run = useCallback(
    async <I extends Intent>(intent: I) => {
      setBusy(true);
      setFault(null);
      const reply = await send(intent);
      setBusy(false);
      if (reply.ok) return { value: reply.value };
      faults.push(reply.fault.code);
      faults.splice(0, faults.length - REMEMBERED);
      setFault(reply.fault);
      return null;
    },
    [send],
  );
  const forget = useCallback(() => setFault(null), []);
  return { busy, fault, run, forget };
}
