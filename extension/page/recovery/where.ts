// Knows what a person has chosen before a search, and the route the engine gets for it.

import { useCallback, useEffect, useState } from 'preact/hooks';

import type { Fault, ProviderView, RecoveryRoute } from '../../engine.types';
import { useSession } from '../../ui/session';

/** The choices on a Ledger. */
export interface LedgerPlaces {
  /** Accounts of the Desktop Wallet. */
  readonly legacy: boolean;
  /** Accounts of a wallet that began with a recovery phrase. */
  readonly phrase: boolean;
  /** Of those: every identity provider, or only the chosen ones. */
  readonly which: 'all' | 'some';
  readonly chosen: readonly number[];
}

/** What nearly everybody wants. */
export const USUAL: LedgerPlaces = { legacy: true, phrase: false, which: 'all', chosen: [] };

/** The identity providers of the network in use, from the node. */
export interface Providers {
  readonly list: readonly ProviderView[] | null;
  readonly fault: Fault | null;
  readonly again: () => void;
}

/** Asks for them once they are wanted, and again when the network changes. */
export function useProviders(wanted: boolean, genesis: string | null): Providers {
  const { send } = useSession();
  const [seen, setSeen] = useState<Omit<Providers, 'again'>>({ list: null, fault: null });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!wanted) return undefined;
    let current = true;
    setSeen({ list: null, fault: null });
    void send({ recovery: 'providers' }).then((reply) => {
      if (!current) return;
      setSeen(reply.ok ? { list: reply.value, fault: null } : { list: null, fault: reply.fault });
    });
    return () => {
      current = false;
    };
  }, [wanted, genesis, tries, send]);
  const again = useCallback(() => setTries((count) => count + 1), []);
  return { ...seen, again };
}

/** The route for these choices; `null` while they name no place. */
export function ledgerRoute(places: LedgerPlaces, list: Providers['list']): RecoveryRoute | null {
  const { legacy, phrase, which, chosen } = places;
  const known = (list ?? []).map(({ number }) => number);
  const providers = !phrase ? [] : known.filter((number) => which === 'all' || chosen.includes(number));
  if (phrase && providers.length === 0) return null;
  return legacy || providers.length > 0 ? { ledger: { legacy, providers } } : null;
}
