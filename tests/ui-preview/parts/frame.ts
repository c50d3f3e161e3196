// What every screen stands in: a vault that is open or closed, and how a sample is put together.

import type { NameOf, Reply } from '../../../extension/engine';
import type {
  Counts,
  Intent,
  NetworkView,
  ProviderView,
  RemovalView,
  SearchState,
  Snapshot,
  TotalsView,
  WalletView,
} from '../../../extension/engine.types';
import { COUNTS, fault, HOUR, MAINNET, NO_ORDERS, NOTHING, said, SETTINGS, WALLET } from '../sample';
import { FILES, KEYS_IN_FILE } from './files';

/** An intent by its flow and what is asked of it: `import/choose`. */
type IntentName = NameIn<Intent>;
type NameIn<I> = I extends unknown ? { [Flow in keyof I & string]: `${Flow}/${NameOf<I[Flow]> & string}` }[keyof I & string] : never;

export function nameOf(intent: Intent): IntentName {
  const [flow, asked] = Object.entries(intent).flat() as [string, string | object];
  return `${flow}/${typeof asked === 'string' ? asked : Object.keys(asked).join()}` as IntentName;
}

/** A screen: where, what the engine says, and how it answers. */
export interface State {
  readonly hash: string;
  readonly snapshot: Snapshot;
  readonly wallet: WalletView;
  /** `'silence'`: no answer comes, so that the wait can be looked at. */
  readonly replies: Partial<Record<IntentName, Reply | 'silence'>>;
}

export const NOT_THAT_PASSWORD: Reply = { ok: false, fault: fault('not-the-unlock-password', 'user') };
export const CLOSED: Snapshot = {
  revision: 1,
  locksAt: null,
  warnsAt: null,
  vault: { state: 'starting' },
  settings: null,
  summary: null,
  keeping: { oneCopy: null, deleting: false, vaults: [], choose: false, missing: null, setAside: 0, last: null },
  import: { step: 'idle' },
  leftAsking: null,
  drafts: [],
  export: { step: 'idle' },
  check: { step: 'idle' },
  recovery: { step: 'idle', resumable: null, fault: null },
  keySearch: { directory: null, step: { at: 'idle' } },
  device: { task: 'none' },
  ledgerCall: null,
};

export const OPEN: Snapshot = {
  ...CLOSED,
  vault: { state: 'unlocked' },
  settings: SETTINGS,
  summary: {
    counts: COUNTS,
    backup: {
      cover: 'behind',
      last: { at: Date.now() - 72 * HOUR, seen: 'saved' },
      missing: { ...NOTHING, accounts: 1, contacts: 2 },
    },
    search: null,
    waiting: [],
    ...said('backup-behind', true),
  },
};

export const REMOVAL: RemovalView = {
  gone: { devices: 0, identities: 0, accounts: 0, credentials: 0, cosigners: 0, contacts: 0 },
  accounts: [],
  keys: 1,
  identityKeys: 0,
  relisted: 0,
  isFoundAgain: false,
  keysLeft: 'nowhere',
  backup: { state: 'none' },
};

export const OWN_NODES: NetworkView = {
  ...MAINNET,
  nodeUrl: 'http://localhost:20000',
  publicNode: false,
  nodes: [
    { url: 'http://localhost:20000', public: false },
    { url: 'https://node.the-boat-club-of-a-very-long-name.example.org:20000', public: false },
    { url: MAINNET.nodeUrl, public: true },
  ],
};
export const CUSTOM: NetworkView = {
  genesis: '77e2d4103f9a01bc77e2d4103f9a01bc77e2d4103f9a01bc77e2d4103f9a01bc',
  name: null,
  nodeUrl: 'http://localhost:20100',
  publicNode: false,
  explorer: null,
  nodes: [{ url: 'http://localhost:20100', public: false }],
};

export const PROVIDERS: ProviderView[] = [
  { number: 0, name: 'Notabene (Staging)' },
  { number: 1, name: 'Digital Trust Solutions TestNet' },
  { number: 3, name: 'Global FinReg' },
];

export const REPLIES: State['replies'] = {
  'recovery/providers': { ok: true, value: PROVIDERS },
  'export/preview': {
    ok: true,
    value: {
      counts: COUNTS,
      accountNames: WALLET.accounts.map(({ name }) => name),
      omissions: [],
      otherwise: [],
      files: 1,
      keys: KEYS_IN_FILE,
      isEmpty: false,
      missingAfter: NOTHING,
    },
  },
  'wallet/removal-preview': { ok: true, value: REMOVAL },
  'export/seal': { ok: true, value: FILES },
};

export const open = (hash: string, more: Partial<Snapshot> = {}, replies: State['replies'] = {}): State => ({
  hash,
  snapshot: { ...OPEN, ...more },
  wallet: WALLET,
  replies: { ...REPLIES, ...replies },
});

export const closed = (
  vault: Snapshot['vault'],
  replies: State['replies'] = {},
  keeping: Partial<Snapshot['keeping']> = {},
): State => ({
  hash: '#/overview',
  snapshot: { ...CLOSED, vault, keeping: { ...CLOSED.keeping, ...keeping } },
  wallet: {
    hasLedger: false,
    ledgers: [],
    orders: NO_ORDERS,
    keys: { ledgers: 0, onLedger: 0, here: 0, watched: 0, withKeys: 0 },
    identities: [],
    accounts: [],
    contacts: [],
    chain: [],
    totals: [],
    access: [],
    keysChecks: [],
    undo: null,
  },
  replies,
});

export const TOTALS: TotalsView[] = [
  {
    network: MAINNET.genesis,
    alone: { accounts: 6, total: '12345678900000' },
    together: { accounts: 1, total: '50000000000' },
    others: { accounts: 1, total: '7000000' },
    isWhole: false,
    state: 'exists',
    at: Date.now() - HOUR,
  },
];
export const empty: Partial<Snapshot> = {
  summary: { counts: NOTHING, backup: { cover: 'empty', last: null, missing: NOTHING }, search: null, waiting: [], ...said('empty', false) },
};
export const searched = (state: SearchState, found: number, counts: Counts = NOTHING): Partial<Snapshot> => ({
  summary: {
    counts,
    backup: { cover: counts === NOTHING ? 'empty' : 'covered', last: null, missing: NOTHING },
    search: { state, found }, waiting: [], ...said(`search-${state}`, found > 0),
  },
});
