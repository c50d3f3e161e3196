// What the screens are put together from: snapshots, previews, runs, questions on a Ledger.

import type { Reply } from '../../extension/engine';
import type {
  Counts,
  CoverageView,
  DeviceRequest,
  DeviceStateView,
  ExportPreview,
  FoundView,
  Gesture,
  ImportView,
  Intent,
  ItemView,
  KeysCheckView,
  KeysInFile,
  NetworkView,
  NodeStateView,
  Outlook,
  PlaceView,
  ProviderView,
  RecoveryView,
  RunView,
  ScreenPage,
  Screens,
  SealedFile,
  SearchReport,
  RemovalView,
  SearchState,
  Snapshot,
  TotalsView,
  WalletView,
} from '../../extension/engine.types';
import {
  ADDRESSES,
  COUNTS,
  fault,
  FINDING,
  MAINNET,
  NOTHING,
  SETTINGS,
  TESTNET,
  WALLET,
} from './sample';

/** A screen: where, what the engine says, and how it answers. */
export interface State {
  readonly hash: string;
  readonly snapshot: Snapshot;
  readonly wallet: WalletView;
  /** `'silence'`: no answer comes, so that the wait can be looked at. */
  readonly replies: Partial<Record<Intent['type'], Reply | 'silence'>>;
}

export const NOT_THAT_PASSWORD: Reply = { ok: false, fault: fault('not-the-unlock-password', 'user') };
export const HOUR = 3_600_000;

export const CLOSED: Snapshot = {
  revision: 1,
  locksAt: null,
  vault: { state: 'starting' },
  settings: null,
  summary: null,
  keeping: { oneCopy: null, deleting: false, vaults: [], choose: false, missing: null, setAside: 0, last: null },
  import: { step: 'idle' },
  leftAsking: null,
  export: { step: 'idle' },
  recovery: { step: 'idle', resumable: null },
  device: { task: 'none' },
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
  },
};

export const FILES: SealedFile[] = [
  {
    fileName: 'lifeboat-backup-2026-11-23.json',
    bytes: new Uint8Array(101_204).fill(7),
    fingerprint: '3f9a 01bc 77e2 d410',
    counts: COUNTS,
    together: COUNTS,
  },
];

export const KEYS_IN_FILE: KeysInFile = { accounts: 3, identities: 1, asksForPassword: true };
export const NOT_COMPARED: KeysCheckView = { state: 'not-compared', signers: 0, at: null, fault: null };
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

export const OMITTING: ExportPreview = {
  counts: { ...NOTHING, accounts: 2, identities: 1, credentials: 2, contacts: 3 },
  accountNames: ['Pocket money', 'Bicycle'],
  omissions: [
    { code: 'phone-omits-ledger-account', fields: { names: 'Savings, Family, New one' } },
    { code: 'phone-omits-key-account', fields: { names: 'From a key file' } },
    { code: 'phone-omits-watched-account', fields: { names: 'Hers' } },
    {
      code: 'phone-omits-network',
      fields: { network: 'testnet', accounts: '1', identities: '0', contacts: '0' },
    },
  ],
  files: 1,
  keys: KEYS_IN_FILE,
  missingAfter: { ...NOTHING, accounts: 2, contacts: 1 },
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
  name: 'custom',
  nodeUrl: 'http://localhost:20100',
  publicNode: false,
  nodes: [{ url: 'http://localhost:20100', public: false }],
};

export const PROVIDERS: ProviderView[] = [
  { number: 0, name: 'Notabene (Staging)' },
  { number: 1, name: 'Digital Trust Solutions TestNet' },
  { number: 3, name: 'Global FinReg' },
];

export const REPLIES: State['replies'] = {
  'list-providers': { ok: true, value: PROVIDERS },
  'export-preview': {
    ok: true,
    value: {
      counts: COUNTS,
      accountNames: WALLET.accounts.map(({ name }) => name),
      omissions: [],
      files: 1,
      keys: KEYS_IN_FILE,
      missingAfter: NOTHING,
    },
  },
  'removal-preview': { ok: true, value: REMOVAL },
  'export-seal': { ok: true, value: FILES },
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
    devices: [],
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

export const item = (id: number, more: Partial<ItemView>): ItemView => ({
  id,
  kind: 'account',
  network: MAINNET.genesis,
  title: 'Savings',
  subtitle: ADDRESSES[id % ADDRESSES.length] ?? '',
  number: null,
  at: null,
  keys: 'ledger',
  keysCheck: null,
  findings: [],
  proof: null,
  second: null,
  status: 'new',
  reason: null,
  remarks: [],
  choices: [
    { code: 'add', outcome: null },
    { code: 'leave-out', outcome: null },
  ],
  chosen: 0,
  fate: 'added',
  ...more,
});

export const ITEMS: ItemView[] = [
  item(0, {}),
  item(1, {
    title: 'Holiday',
    status: 'name-differs',
    choices: [
      { code: 'keep-mine', outcome: 'Holiday' },
      { code: 'take-theirs', outcome: 'Travel money' },
    ],
  }),
  item(2, { title: 'Rent', status: 'same', choices: [{ code: 'keep-mine', outcome: null }] }),
  item(3, {
    title: '4phD1qaS',
    status: 'completes',
    choices: [
      { code: 'take-theirs', outcome: null },
      { code: 'keep-mine', outcome: null },
    ],
  }),
  item(4, {
    kind: 'identity',
    title: 'Passport 2023',
    subtitle: '',
    number: 0,
    at: 'b4d1c0ff',
    status: 'replaces-placeholder',
    choices: [
      { code: 'take-theirs', outcome: 'Passport 2023' },
      { code: 'keep-mine', outcome: 'Recovered: Index 0' },
    ],
  }),
  item(5, {
    kind: 'credential',
    title: '',
    subtitle: 'b317d3fea7de56f8c96f6e72820c5cd502cc0eef8454016ee548913255897c6b52156cc60df965d3efb3f160eff6ced4',
    number: 3,
    at: ADDRESSES[0] ?? null,
    keys: null,
    status: 'cannot-import',
    reason: { code: 'credential-number-taken', fields: { number: '3', credential: 'b317d3fe', mine: 'a9c1e042' } },
    choices: [{ code: 'leave-out', outcome: null }],
  }),
  item(6, {
    kind: 'contact',
    title: 'Boat club',
    keys: null,
    status: 'note-differs',
    choices: [
      { code: 'keep-mine', outcome: null },
      { code: 'take-theirs', outcome: null },
    ],
  }),
  item(7, { kind: 'contact', title: 'Jonas', network: TESTNET.genesis, keys: null }),
  item(8, {
    kind: 'device',
    title: 'Ledger b4d1c0ff',
    subtitle: 'b4d1c0ffee00112233445566778899aabbccddeeff00112233445566778899aa',
    network: null,
    keys: null,
    status: 'same',
    choices: [{ code: 'keep-mine', outcome: null }],
  }),
];

export const preview = (source: string): Extract<ImportView, { step: 'preview' }> => ({
  step: 'preview',
  overload: null,
  source,
  fileName: source === 'recovery' ? null : 'wallet-export.json',
  holdsKeys: false,
  networks: [{ network: MAINNET.genesis, inUse: true, accounts: 9 }],
  watchOnly: false,
  compare: null,
  notices: [],
  items: ITEMS,
  outlook: { added: 2, changed: 2, kept: 4, leftOut: 1 },
});

export const fromPhone = (watchOnly: boolean): ImportView => {
  const keys = watchOnly ? 'nowhere' : 'computer';
  return {
    step: 'preview',
    overload: null,
    source: 'phone-wallet',
    fileName: 'concordium-backup.concordiumwallet',
    holdsKeys: true,
    networks: [{ network: MAINNET.genesis, inUse: true, accounts: 3 }],
    watchOnly,
    compare: watchOnly
      ? null
      : { accounts: 3, compared: 0, asking: false, nodeUrl: MAINNET.nodeUrl, ownNode: false },
    notices: [
      { code: 'phone-network-build', fields: { environment: 'production' } },
      { code: 'keys-verify-key-other', fields: { count: '1', names: 'Bicycle' } },
      { code: 'phone-contact-not-valid', fields: { count: '2', kind: 'contacts', names: 'Jonas, Boat club' } },
    ],
    items: [
      item(0, { title: 'Pocket money', keys, keysCheck: NOT_COMPARED }),
      item(1, { title: 'Bicycle', keys, findings: [FINDING] }),
      item(2, {
        title: 'Long lost',
        keys,
        status: watchOnly ? 'same' : 'repairs',
        reason: watchOnly ? null : { code: 'account-gains-keys', fields: { name: 'Long lost' } },
        remarks: watchOnly ? [] : [{ code: 'known-as-contact', fields: { mine: 'Old phone', theirs: 'Long lost' } }],
        choices: watchOnly
          ? [{ code: 'keep-mine', outcome: null }]
          : [
              { code: 'take-theirs', outcome: null },
              { code: 'keep-mine', outcome: null },
            ],
      }),
      item(6, {
        title: 'Lent to Jonas',
        keys,
        status: watchOnly ? 'same' : 'conflict',
        reason: watchOnly
          ? null
          : { code: 'account-keys-differ', fields: { name: 'Lent to Jonas', mine: 'b4d1c0ff', theirs: '77e2d410' } },
        choices: watchOnly
          ? [{ code: 'keep-mine', outcome: null }]
          : [
              { code: 'keep-mine', outcome: null },
              { code: 'take-theirs', outcome: null },
            ],
      }),
      item(3, {
        kind: 'identity',
        title: 'My old phone',
        subtitle: '',
        keys,
        findings: watchOnly ? [] : [{ code: 'keys-identity-prf-other', fields: { count: '1', names: 'My old phone' } }],
      }),
      item(4, {
        kind: 'credential',
        title: '',
        number: 0,
        at: ADDRESSES[0] ?? null,
        keys: null,
        subtitle: 'a3'.repeat(48),
      }),
      item(5, { kind: 'contact', title: 'Jonas', keys: null }),
    ],
    outlook: watchOnly ? { added: 5, changed: 0, kept: 2, leftOut: 0 } : { added: 5, changed: 1, kept: 1, leftOut: 0 },
  };
};

export const DONE: Extract<ImportView, { step: 'done' }> = {
  step: 'done',
  source: 'desktop-wallet',
  networks: [{ network: MAINNET.genesis, inUse: true, accounts: 9 }],
  report: {
    added: { ...NOTHING, accounts: 5, identities: 2, credentials: 6, contacts: 9 },
    updated: { ...NOTHING, accounts: 1, identities: 1 },
    unchanged: { ...NOTHING, accounts: 3, devices: 1 },
    leftOut: { ...NOTHING, contacts: 1 },
    refused: [{ code: 'credential-number-taken', fields: { number: '3', credential: 'b317d3fe', mine: 'a9c1e042' } }],
    outcome: 'in-part',
  },
  canUndo: true,
};

export const NODE: NodeStateView = {
  url: MAINNET.nodeUrl,
  state: 'ready',
  height: 31_204_118,
  lagSeconds: 4,
  lagging: false,
  fault: null,
};

export const LAGGING: NodeStateView = {
  ...NODE,
  state: 'failing',
  lagSeconds: 5_400,
  lagging: true,
  fault: fault('node-lagging', 'network', { minutes: '90' }),
};

export const DEVICE: DeviceStateView = {
  request: null,
  picture: 'home',
  screens: null,
  startPage: null,
  index: null,
  waitsForClick: false,
  isLate: false,
  model: 'Nano S Plus',
  appVersion: '5.4.0',
  fault: null,
};

export const right: Gesture = { hand: 'right' };
export const both: Gesture = { hand: 'both' };
export const swipe: Gesture = { hand: 'swipe' };
export const START: ScreenPage = { lines: ['Pending', 'Ledger review'], gesture: both };

export const EXPORT: Screens = {
  label: 'ID#1',
  yes: [
    { lines: ['Review operation', 'to recover credentials'], gesture: right },
    { lines: ['Credentials ID', 'ID#1'], gesture: right },
    { lines: ['Sign operation'], gesture: both },
  ],
  no: [
    { lines: ['Review operation', 'to recover credentials'], gesture: { hand: 'right-until', words: 'Reject operation' } },
    { lines: ['Reject operation'], gesture: both },
  ],
  remarks: ['nothing-is-signed'],
  isSeen: true,
};
export const OLD_EXPORT: Screens = {
  label: 'ID #1',
  yes: [
    { lines: ['Recover credentials', 'ID #1'], gesture: right },
    { lines: ['Accept'], gesture: both },
  ],
  no: [
    { lines: ['Recover credentials', 'ID #1'], gesture: { hand: 'right-until', words: 'Decline' } },
    { lines: ['Decline'], gesture: both },
  ],
  remarks: [],
  isSeen: true,
};
export const TOUCH_EXPORT: Screens = {
  label: 'ID#1',
  yes: [
    { lines: ['Export Private Key'], gesture: swipe },
    { lines: ['Recover credentials', 'ID#1'], gesture: swipe },
    { lines: ['Accept'], gesture: { hand: 'hold', words: 'Hold to sign' } },
  ],
  no: [
    { lines: ['Export Private Key'], gesture: { hand: 'tap', words: 'Reject' } },
    { lines: ['Reject operation?'], gesture: { hand: 'tap', words: 'Yes, reject' } },
  ],
  remarks: ['nothing-is-signed', 'only-finds-accounts'],
  isSeen: false,
};
export const ADDRESS: Screens = {
  label: '1/0',
  yes: [
    { lines: ['Verify Address', '1/0'], gesture: right },
    {
      lines: ['Address', '3h8hBtyzsnrH26Yrr', 'eN9rBvrr4reoyrzEd', 'ZPjW9SGWYWSgGbyw'],
      gesture: { hand: 'right-until', words: 'Approve' },
    },
    { lines: ['Approve'], gesture: both },
  ],
  no: [
    { lines: ['Verify Address', '1/0'], gesture: { hand: 'right-until', words: 'Reject' } },
    { lines: ['Reject'], gesture: both },
  ],
  remarks: ['may-take-two-pages'],
  isSeen: true,
};

export const showing = (confirmed: boolean | null): Partial<Snapshot> => ({
  device: {
    task: 'showing-address',
    device: confirmed === null ? { ...DEVICE, request: 'confirm-address', screens: ADDRESS } : DEVICE,
    account: 'account-0',
    address: ADDRESSES[0] ?? '',
    confirmed,
  },
});

export const coverage = (keyVersion: number, more: Partial<CoverageView> = {}): CoverageView => ({
  keyVersion,
  deepest: 24,
  found: 0,
  absent: 25,
  notChecked: 0,
  unlisted: 0,
  beyond: 0,
  notSearched: 231,
  ...more,
});

export const found = (position: number, more: Partial<FoundView> = {}): FoundView => ({
  address: ADDRESSES[position % ADDRESSES.length] ?? '',
  knownAs: null,
  credentialIndex: position,
  keyVersion: 1,
  removed: false,
  shared: false,
  proof: 'derived',
  second: null,
  ...more,
});

export const place = (index: number | null, more: Partial<PlaceView> = {}): PlaceView => ({
  id: `place-${index ?? 'phone'}`,
  index,
  provider: null,
  state: 'done',
  checked: 50,
  total: 50,
  notChecked: 0,
  unlisted: 0,
  coverage: [coverage(0), coverage(1)],
  canLookDeeper: true,
  identityName: null,
  accounts: [],
  ...more,
});

export const PLACES: PlaceView[] = [
  place(0, {
    coverage: [coverage(0), coverage(1, { found: 3, absent: 22 })],
    identityName: 'Passport 2023',
    accounts: [found(0, { knownAs: 'Savings' }), found(1, { shared: true }), found(2, { removed: true })],
  }),
  place(1),
  place(2, {
    state: 'incomplete',
    checked: 47,
    notChecked: 3,
    coverage: [coverage(0), coverage(1, { absent: 22, notChecked: 3 })],
  }),
  place(3, { state: 'looking-up', checked: 31, canLookDeeper: false }),
];

/** A run, and what it has shown, in one breath. */
export type Shown = Partial<Omit<RunView, 'outlook'>> & Partial<Omit<Outlook, 'accounts'>> & { readonly found?: number };

export const run = ({
  found: accounts = 3,
  unproven = 0,
  absent = 97,
  notChecked = 3,
  unlisted = 0,
  beyond = 0,
  notSearched = 693,
  leftOut = 0,
  certainty = notChecked > 0 ? 'not-checked' : unlisted > 0 ? 'not-listed' : 'answered',
  ...more
}: Shown): RunView => ({
  network: MAINNET.genesis,
  from: 'ledger',
  device: DEVICE,
  relation: null,
  node: NODE,
  scan: null,
  places: PLACES,
  outlook: { accounts, unproven, absent, notChecked, unlisted, beyond, notSearched, leftOut, certainty },
  ways: [],
  second: null,
  otherNodes: [],
  suggestion: null,
  ...more,
});

/** After the list was read: what it does not name was not asked about. */
export const LISTED: PlaceView[] = [
  place(0, {
    state: 'listed',
    unlisted: 47,
    coverage: [coverage(0, { absent: 0, unlisted: 25 }), coverage(1, { found: 3, absent: 0, unlisted: 22 })],
    identityName: 'Passport 2023',
    accounts: [found(0, { knownAs: 'Savings' }), found(1), found(2)],
  }),
  place(1, {
    state: 'listed',
    unlisted: 50,
    coverage: [coverage(0, { absent: 0, unlisted: 25 }), coverage(1, { absent: 0, unlisted: 25 })],
  }),
  place(0, {
    state: 'listed',
    unlisted: 25,
    id: 'place-2-0',
    provider: 2,
    coverage: [coverage(1, { absent: 0, unlisted: 25 })],
  }),
];

export const PHONE: Shown = {
  from: 'phone',
  device: null,
  notChecked: 0,
  places: [
    place(null, {
      id: 'phone-0',
      identityName: 'My old phone',
      coverage: [coverage(1, { deepest: 199, found: 3, absent: 197, notSearched: 0 })],
      canLookDeeper: false,
      checked: 200,
      total: 200,
      accounts: [found(0, { knownAs: 'Pocket money' }), found(1, { knownAs: 'Bicycle' }), found(2)],
    }),
    place(null, {
      id: 'phone-1',
      identityName: 'Work',
      state: 'looking-up',
      checked: 84,
      total: 200,
      canLookDeeper: false,
    }),
    place(null, { id: 'phone-2', identityName: 'Later', state: 'asking-device', checked: 0, total: 0, coverage: [] }),
  ],
};

export const running = (more: Shown): State => open('#/recover', { recovery: { step: 'running', run: run(more) } });
export const wanting = (request: DeviceRequest, more: Partial<DeviceStateView> = {}): State =>
  running({ device: { ...DEVICE, request, ...more }, places: PLACES.slice(0, 1), notChecked: 0 });

export const overview = (more: Shown): RecoveryView => ({ step: 'overview', run: run(more), fault: null });
export const TOTALS: TotalsView[] = [
  {
    network: MAINNET.genesis,
    alone: { accounts: 6, total: '12345678900000' },
    together: { accounts: 1, total: '50000000000' },
    others: { accounts: 1, total: '7000000' },
    isWhole: false,
  },
];
export const empty: Partial<Snapshot> = {
  summary: { counts: NOTHING, backup: { cover: 'empty', last: null, missing: NOTHING }, search: null },
};
export const searched = (state: SearchState, found: number, counts: Counts = NOTHING): Partial<Snapshot> => ({
  summary: {
    counts,
    backup: { cover: counts === NOTHING ? 'empty' : 'covered', last: null, missing: NOTHING },
    search: { state, found },
  },
});
export const resumable: RecoveryView = {
  step: 'idle',
  resumable: { network: MAINNET.genesis, from: 'ledger', savedAt: Date.now() - 2 * HOUR, indices: 3, found: 4 },
};
export const resumablePhone: RecoveryView = {
  step: 'idle',
  resumable: { network: MAINNET.genesis, from: 'phone', savedAt: Date.now() - 2 * HOUR, indices: 1, found: 2 },
};
export const NAMES: Readonly<Record<string, string>> = {
  'lifeboat-backup': 'lifeboat-backup-2026-11-20.json',
  'concordium-envelope': 'wallet-export.json',
  'account-key': '3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP.export',
};
export const recognised = (kind: string, failed: boolean): Partial<Snapshot> => ({
  import: {
    step: 'recognised',
    effort: 'moment',
    fileName: NAMES[kind] ?? 'file',
    size: kind === 'account-key' ? 1_204 : 101_204,
    kind,
    encrypted: kind !== 'account-key',
    createdAt: kind === 'lifeboat-backup' ? Date.now() - 72 * HOUR : null,
    fault: failed ? fault('backup-wrong-password', 'user') : null,
  },
});
export const placeless = (says: string | null): Partial<Snapshot> => ({
  import: { step: 'network-needed', fileName: 'export.concordiumwallet', says, networks: [MAINNET, TESTNET] },
});

export const REPORT: SearchReport = {
  beganAt: Date.now() - 2 * HOUR,
  madeAt: Date.now(),
  run: run({ places: [...PLACES.slice(0, 3), ...LISTED.slice(2)], unlisted: 25 }),
  blocks: [
    {
      hash: '3f9a01bc77e2d4103f9a01bc77e2d4103f9a01bc77e2d4103f9a01bc77e2d410',
      height: 31_203_020,
      madeAt: Date.now() - 2 * HOUR,
    },
    {
      hash: '77e2d4103f9a01bc77e2d4103f9a01bc77e2d4103f9a01bc77e2d4103f9a01bc',
      height: 31_204_118,
      madeAt: Date.now() - HOUR,
    },
  ],
  nodes: [MAINNET.nodeUrl, 'https://node.example.org:20000'],
};
export const reported: State['replies'] = { 'recovery-report': { ok: true, value: REPORT } };
