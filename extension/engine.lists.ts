// Knows how the lists become what they are now: the engine sends only the rows that changed. What is in a row is none of its business.

import type { Splice, WalletChange, WalletView } from './engine.types';

/** The lists before anything was sent. */
export const NO_RECORDS: WalletView = {
  hasLedger: false,
  keys: { ledgers: 0, onLedger: 0, here: 0, watched: 0, withKeys: 0 },
  ledgers: [],
  orders: { accounts: { name: [], identity: [], balance: [] }, identities: { name: [], ledger: [] }, contacts: [] },
  identities: [],
  accounts: [],
  contacts: [],
  chain: [],
  totals: [],
  access: [],
  keysChecks: [],
  undo: null,
};

/** The lists as one engine sends them: every change is made for the one before. */
export class ReceivedLists {
  #records = NO_RECORDS;
  #listed = 0;

  /** The lists with a change: whole, or a part of them, which is not to be shown; or a gap before it, after which nothing would be right. */
  take(change: WalletChange): WalletView | 'part' | 'gap' {
    if (change.revision !== this.#listed + 1) return 'gap';
    this.#listed = change.revision;
    this.#records = follow(this.#records, change);
    return change.more ? 'part' : this.#records;
  }
}

/** The lists after a change. A list without a splice stays the very same one. */
export function follow(before: WalletView, change: WalletChange): WalletView {
  const { hasLedger, keys, totals, undo } = change;
  return {
    hasLedger,
    keys,
    orders: change.orders ?? before.orders,
    totals,
    undo,
    ledgers: spliced(before.ledgers, change.ledgers),
    identities: spliced(before.identities, change.identities),
    accounts: spliced(before.accounts, change.accounts),
    contacts: spliced(before.contacts, change.contacts),
    chain: spliced(before.chain, change.chain),
    access: spliced(before.access, change.access),
    keysChecks: spliced(before.keysChecks, change.keysChecks),
  };
}

function spliced<Row>(before: Row[], splices: Splice<Row>[]): Row[] {
  if (splices.length === 0) return before;
  const after: Row[] = [];
  let behind = 0;
  for (const { at, gone, put } of splices) {
    for (const row of before.slice(behind, at)) after.push(row);
    for (const row of put) after.push(row);
    behind = at + gone;
  }
  for (const row of before.slice(behind)) after.push(row);
  return after;
}
