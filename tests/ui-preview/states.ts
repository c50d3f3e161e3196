// Every screen a person can meet, as the engine would describe it.

import type { Reply } from '../../extension/engine';
import type {
  DeviceStateView,
  ImportView,
  IndexView,
  Intent,
  ItemView,
  NodeStateView,
  RecoveryView,
  RunView,
  SealedFile,
  Snapshot,
  WalletView,
} from '../../extension/engine.types';
import { ADDRESSES, COUNTS, fault, MAINNET, MANY, NOTHING, SETTINGS, TESTNET, WALLET } from './sample';

/** A screen: where, what the engine says, and how it answers. */
export interface State {
  readonly hash: string;
  readonly snapshot: Snapshot;
  readonly wallet: WalletView;
  readonly replies: Partial<Record<Intent['type'], Reply>>;
}

const HOUR = 3_600_000;

const CLOSED: Snapshot = {
  revision: 1,
  vault: { state: 'starting' },
  settings: null,
  summary: null,
  import: { step: 'idle' },
  export: { step: 'idle' },
  recovery: { step: 'idle', resumable: null },
};

const OPEN: Snapshot = {
  ...CLOSED,
  vault: { state: 'unlocked' },
  settings: SETTINGS,
  summary: { counts: COUNTS, lastBackupAt: Date.now() - 72 * HOUR, changesSinceBackup: 2 },
};

const FILES: SealedFile[] = [
  {
    fileName: 'lifeboat-backup-2026-11-23.json',
    bytes: new Uint8Array(101_204).fill(7),
    fingerprint: '3f9a 01bc 77e2 d410',
    counts: COUNTS,
  },
];

const REPLIES: State['replies'] = {
  'export-preview': {
    ok: true,
    value: { counts: COUNTS, accountNames: WALLET.accounts.map(({ name }) => name), omissions: [], files: 1 },
  },
  'export-seal': { ok: true, value: FILES },
};

const open = (hash: string, more: Partial<Snapshot> = {}, replies: State['replies'] = {}): State => ({
  hash,
  snapshot: { ...OPEN, ...more },
  wallet: WALLET,
  replies: { ...REPLIES, ...replies },
});

const closed = (vault: Snapshot['vault'], replies: State['replies'] = {}): State => ({
  hash: '#/overview',
  snapshot: { ...CLOSED, vault },
  wallet: { devices: [], identities: [], accounts: [], contacts: [] },
  replies,
});

const item = (id: number, more: Partial<ItemView>): ItemView => ({
  id,
  kind: 'account',
  network: MAINNET.genesis,
  title: 'Savings',
  subtitle: ADDRESSES[id % ADDRESSES.length] ?? '',
  status: 'new',
  reason: null,
  choices: [
    { code: 'add', outcome: null },
    { code: 'leave-out', outcome: null },
  ],
  chosen: 0,
  ...more,
});

const ITEMS: ItemView[] = [
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
    subtitle: 'Number 0',
    status: 'replaces-placeholder',
    choices: [
      { code: 'take-theirs', outcome: 'Passport 2023' },
      { code: 'keep-mine', outcome: 'Recovered: Index 0' },
    ],
  }),
  item(5, {
    kind: 'credential',
    title: 'Credential 3 of Passport 2023',
    subtitle: 'b317d3fea7de56f8…',
    status: 'cannot-import',
    reason: { code: 'credential-number-taken', fields: { number: '3', credential: 'b317d3fe', mine: 'a9c1e042' } },
    choices: [{ code: 'leave-out', outcome: null }],
  }),
  item(6, {
    kind: 'contact',
    title: 'Boat club',
    status: 'note-differs',
    choices: [
      { code: 'keep-mine', outcome: null },
      { code: 'take-theirs', outcome: null },
    ],
  }),
  item(7, { kind: 'contact', title: 'Jonas', network: TESTNET.genesis }),
  item(8, {
    kind: 'device',
    title: 'Ledger b4d1c0ff',
    subtitle: 'b4d1c0ffee001122…',
    network: null,
    status: 'same',
    choices: [{ code: 'keep-mine', outcome: null }],
  }),
];

const preview = (source: string): ImportView => ({
  step: 'preview',
  source,
  fileName: source === 'recovery' ? null : 'wallet-export.json',
  notices: [],
  items: ITEMS,
});

const DONE: ImportView = {
  step: 'done',
  source: 'desktop-wallet',
  report: {
    added: { ...NOTHING, accounts: 5, identities: 2, credentials: 6, contacts: 9 },
    updated: { ...NOTHING, accounts: 1, identities: 1 },
    unchanged: { ...NOTHING, accounts: 3, devices: 1 },
    leftOut: { ...NOTHING, contacts: 1 },
    refused: [{ code: 'credential-number-taken', fields: { number: '3', credential: 'b317d3fe', mine: 'a9c1e042' } }],
  },
  canUndo: true,
};

const NODE: NodeStateView = {
  url: MAINNET.nodeUrl,
  state: 'ready',
  height: 31_204_118,
  lagSeconds: 4,
  lagging: false,
  fault: null,
};

const DEVICE: DeviceStateView = {
  request: 'none',
  index: null,
  model: 'Nano S Plus',
  appVersion: '5.4.0',
  fault: null,
};

const INDICES: IndexView[] = [
  {
    index: 0,
    state: 'done',
    checked: 25,
    total: 25,
    notChecked: 0,
    identityName: 'Passport 2023',
    accounts: [
      {
        address: ADDRESSES[0] ?? '',
        knownAs: 'Savings',
        credentialIndex: 0,
        keyVersion: 1,
        removed: false,
        shared: false,
      },
      { address: ADDRESSES[1] ?? '', knownAs: null, credentialIndex: 1, keyVersion: 1, removed: false, shared: true },
      { address: ADDRESSES[2] ?? '', knownAs: null, credentialIndex: 2, keyVersion: 1, removed: true, shared: false },
    ],
  },
  { index: 1, state: 'done', checked: 50, total: 50, notChecked: 0, identityName: null, accounts: [] },
  { index: 2, state: 'incomplete', checked: 47, total: 50, notChecked: 3, identityName: null, accounts: [] },
  { index: 3, state: 'looking-up', checked: 31, total: 50, notChecked: 0, identityName: null, accounts: [] },
];

const run = (more: Partial<RunView>): RunView => ({
  network: MAINNET.genesis,
  device: DEVICE,
  node: NODE,
  indices: INDICES,
  found: 3,
  notChecked: 3,
  suggestion: null,
  ...more,
});

const running = (more: Partial<RunView>): State => open('#/recover', { recovery: { step: 'running', run: run(more) } });
const wanting = (request: string, more: Partial<DeviceStateView> = {}): State =>
  running({ device: { ...DEVICE, request, ...more }, indices: INDICES.slice(0, 1), notChecked: 0 });

const overview = (more: Partial<RunView>): RecoveryView => ({ step: 'overview', run: run(more) });
const empty: Partial<Snapshot> = { summary: { counts: NOTHING, lastBackupAt: null, changesSinceBackup: 0 } };
const resumable: RecoveryView = {
  step: 'idle',
  resumable: { network: MAINNET.genesis, savedAt: Date.now() - 2 * HOUR, indices: 3, found: 4 },
};
const recognised = (kind: string, failed: boolean): Partial<Snapshot> => ({
  import: {
    step: 'recognised',
    fileName: kind === 'lifeboat-backup' ? 'lifeboat-backup-2026-11-20.json' : 'wallet-export.json',
    size: 101_204,
    kind,
    createdAt: kind === 'lifeboat-backup' ? Date.now() - 72 * HOUR : null,
    fault: failed ? fault('backup-wrong-password', 'user') : null,
  },
});

/** By name. */
export const STATES: Readonly<Record<string, State>> = {
  starting: closed({ state: 'starting' }),
  welcome: closed({ state: 'absent' }),
  unlock: closed({ state: 'locked', mended: false }),
  'unlock-mended': closed({ state: 'locked', mended: true }),
  'unlock-wrong': closed(
    { state: 'locked', mended: false },
    { unlock: { ok: false, fault: fault('vault-wrong-password', 'user') } },
  ),
  lost: closed({ state: 'lost', fault: fault('vault-damaged', 'computer') }),
  elsewhere: closed({ state: 'elsewhere' }),

  'overview-empty': open('#/overview', empty),
  'overview-none': open('#/overview', { summary: { counts: COUNTS, lastBackupAt: null, changesSinceBackup: 9 } }),
  'overview-behind': open('#/overview', { recovery: resumable }),
  'overview-covered': open('#/overview', {
    summary: { counts: COUNTS, lastBackupAt: Date.now() - HOUR, changesSinceBackup: 0 },
  }),

  accounts: open('#/accounts'),
  'accounts-empty': { ...open('#/accounts', empty), wallet: { ...WALLET, accounts: [] } },
  'accounts-many': { ...open('#/accounts'), wallet: MANY },
  account: open('#/accounts/account-0'),
  'account-shared': open('#/accounts/account-1'),
  'account-read-only': open('#/accounts/account-2'),
  identities: open('#/identities'),
  contacts: open('#/contacts', {}, { 'save-contact': { ok: false, fault: fault('address-invalid', 'user') } }),
  settings: open('#/settings'),

  export: open('#/export'),
  'export-empty': open('#/export', empty),
  'export-sealing': open('#/export', { export: { step: 'sealing' } }),

  import: open('#/import', {}, { 'import-file': { ok: false, fault: fault('backup-not-json', 'file') } }),
  'import-lifeboat': open('#/import', recognised('lifeboat-backup', false)),
  'import-wrong': open('#/import', recognised('concordium-envelope', true)),
  'import-opening': open('#/import', { import: { step: 'opening', fileName: 'wallet-export.json' } }),
  'import-network': open('#/import', {
    import: { step: 'network-needed', fileName: 'wallet-export.json', networks: [MAINNET, TESTNET] },
  }),
  'import-preview': open('#/import', { import: preview('desktop-wallet') }),
  'import-done': open('#/import', { import: DONE }),
  'import-recovery-waiting': open('#/import', { import: preview('recovery') }),

  recover: open('#/recover'),
  'recover-resumable': open('#/recover', { recovery: resumable }),
  'recover-grant': wanting('grant-access', { model: null, appVersion: null }),
  'recover-connect': wanting('connect-device'),
  'recover-unlock': wanting('unlock-device', { appVersion: null }),
  'recover-open-app': wanting('open-concordium-app', { appVersion: null }),
  'recover-install': wanting('install-app', { appVersion: null }),
  'recover-update': wanting('update-app', { appVersion: '2.0.1' }),
  'recover-close-programs': wanting('close-other-programs', {
    model: null,
    appVersion: null,
    fault: fault('ledger-open-failed', 'device'),
  }),
  'recover-close-menu': wanting('close-device-menu'),
  'recover-confirm': wanting('confirm-key-export', { index: 1 }),
  'recover-again': wanting('approve-again', { index: 1 }),
  'recover-decide': wanting('decide-on-device'),
  'recover-newer-app': wanting('update-lifeboat', {
    appVersion: '6.0.0',
    fault: { ...fault('ledger-app-too-new', 'device'), fields: { found: '6.0.0' } },
  }),
  'recover-anew': wanting('try-again', {
    fault: { ...fault('ledger-unknown-status', 'device'), fields: { status: '6F00' } },
  }),
  'recover-running': running({}),
  'recover-node-failing': running({
    node: { ...NODE, state: 'failing', lagSeconds: 5_400, lagging: true, fault: fault('node-unreachable', 'network') },
  }),
  'recover-suggestion': running({ suggestion: { emptyInARow: 3, found: 3 }, notChecked: 0 }),
  'recover-overview': open('#/recover', { recovery: overview({ indices: INDICES.slice(0, 3) }) }),
  'recover-overview-none': open('#/recover', {
    recovery: overview({ found: 0, notChecked: 0, indices: INDICES.slice(1, 2) }),
  }),
  'recover-preview': open('#/recover', { recovery: overview({}), import: preview('recovery') }),
  'recover-done': open('#/recover', { import: { ...DONE, source: 'recovery' } }),
};
