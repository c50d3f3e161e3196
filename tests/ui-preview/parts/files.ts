// Files on their way in and out: what is recognised, previewed, done, and sealed.

import { ROWS_AT_ONCE } from '../../../extension/engine.limits';
import type {
  AnswerView,
  Counts,
  ExportPreview,
  Format,
  GroupView,
  ImportView,
  RecordKind,
  Verdict,
  ItemView,
  KeysCheckView,
  KeysInFile,
  RowFilter,
  SealedFile,
  Snapshot,
} from '../../../extension/engine.types';
import { ADDRESSES, COUNTS, fault, FINDING, HOUR, MAINNET, NOTHING, TESTNET } from '../sample';

export const FILES: SealedFile[] = [
  {
    fileName: 'lifeboat-backup-2026-11-23.json',
    bytes: new Uint8Array(101_204).fill(7),
    fingerprint: '3f9a 01bc 77e2 d410',
    together: COUNTS,
  },
];

export const KEYS_IN_FILE: KeysInFile = { accounts: 3, identities: 1, asksForPassword: true };
export const NOT_COMPARED: KeysCheckView = { state: 'not-compared', signers: 0, at: null, fault: null };
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
  otherwise: [{ code: 'phone-makes-again', fields: { names: 'Bicycle', count: '1' } }],
  files: 1,
  keys: KEYS_IN_FILE,
  isEmpty: false,
  missingAfter: { ...NOTHING, accounts: 2, contacts: 1 },
};

export const item = (id: number, more: Partial<ItemView>): ItemView => ({
  id,
  kind: 'account',
  network: MAINNET.genesis,
  title: 'Savings',
  subtitle: ADDRESSES[id % ADDRESSES.length] ?? '',
  parts: NOTHING,
  number: null,
  at: null,
  atName: null,
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

const ROWS = new WeakMap<readonly GroupView[], readonly ItemView[]>();

/** The numbers of these rows; whoever draws them finds the rows by them. */
function groupsOf(items: readonly ItemView[]): GroupView[] {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const groups = kinds.map((kind) => {
    const rows = items.filter((one) => one.kind === kind);
    const count = (filter: RowFilter): number => rows.filter((one) => filterOf(one) === filter).length;
    const leavable = rows.filter(({ choices }) => choices.length > 1).length;
    const leftOut = rows.filter(({ chosen }) => chosen > 0).length;
    return { kind, new: count('new'), differs: count('differs'), same: count('same'), problems: count('problems'), leavable, leftOut };
  });
  ROWS.set(groups, items);
  return groups;
}

/** What a preview of these rows says, and the numbers it says it in. */
export function told(items: readonly ItemView[]): { readonly groups: GroupView[]; readonly answer: AnswerView } {
  const groups = groupsOf(items);
  return { groups, answer: answerOf(groups) };
}

function answerOf(groups: readonly GroupView[]): AnswerView {
  const sum = (filter: RowFilter): number => groups.reduce((all, group) => all + group[filter], 0);
  const of = (wanted: RecordKind): number => {
    const group = groups.find(({ kind }) => kind === wanted);
    return group === undefined ? 0 : group.new + group.differs + group.same + group.problems;
  };
  const holds: Counts = {
    accounts: of('account'),
    identities: of('identity'),
    credentials: of('credential'),
    cosigners: of('cosigner'),
    contacts: of('contact'),
    devices: of('device'),
  };
  const numbers = { new: sum('new'), differs: sum('differs'), same: sum('same'), problems: sum('problems') };
  const all = numbers.new + numbers.differs + numbers.same + numbers.problems;
  const whole = numbers.new === all ? 'all-new' : numbers.same === all ? 'all-here' : 'mixed';
  return { kind: all === 0 ? 'empty' : numbers.problems > 0 ? 'needs-look' : whole, holds, ...numbers };
}

/** How the engine answers when a page asks for rows. */
export function rowsOf({ groups }: Extract<ImportView, { step: 'preview' }>, kind: RecordKind, filter: RowFilter, from: number): readonly ItemView[] {
  const rows = (ROWS.get(groups) ?? []).filter((one) => one.kind === kind && filterOf(one) === filter);
  return rows.slice(from, from + ROWS_AT_ONCE);
}

const FILTERS: Readonly<Record<Verdict, RowFilter>> = {
  new: 'new',
  same: 'same',
  'name-differs': 'differs',
  'note-differs': 'differs',
  'replaces-placeholder': 'differs',
  completes: 'differs',
  repairs: 'differs',
  alike: 'problems',
  doubted: 'problems',
  conflict: 'problems',
  'cannot-import': 'problems',
};

function filterOf({ status, findings }: ItemView): RowFilter {
  return findings.length > 0 ? 'problems' : FILTERS[status];
}

export const ITEMS: ItemView[] = [
  item(0, { parts: { ...NOTHING, credentials: 2, contacts: 1 } }),
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
    atName: 'Savings',
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

/** A file of which nothing is here yet. */
export const NEW_ITEMS: ItemView[] = [
  ...Array.from({ length: 9 }, (_, position) =>
    item(position, { title: `Account ${position + 1}`, parts: { ...NOTHING, credentials: 1, contacts: 1 } }),
  ),
  ...Array.from({ length: 4 }, (_, position) =>
    item(20 + position, { kind: 'identity', title: `Passport ${position + 1}`, subtitle: '', number: position, at: 'b4d1c0ff', parts: { ...NOTHING, devices: 1 } }),
  ),
  ...Array.from({ length: 16 }, (_, position) => item(40 + position, { kind: 'contact', title: `Friend ${position + 1}`, keys: null })),
];

export const preview = (source: Format | 'recovery'): Extract<ImportView, { step: 'preview' }> => ({
  step: 'preview',
  overload: null,
  origin: source === 'recovery' ? { from: source } : { from: 'file', format: source, keysInClear: false, name: 'wallet-export.json' },
  holdsKeys: false,
  networks: [{ network: MAINNET.genesis, inUse: true, accounts: 9 }],
  watchOnly: false,
  compare: null,
  notices: [],
  begun: false,
  revision: 1,
  ...told(ITEMS),
  outlook: { added: 2, changed: 2, kept: 4, leftOut: 1 },
});

export const fromPhone = (watchOnly: boolean): ImportView => {
  const keys = watchOnly ? 'nowhere' : 'computer';
  return {
    step: 'preview',
    overload: null,
    origin: { from: 'file', format: 'phone-wallet', keysInClear: false, name: 'concordium-backup.concordiumwallet' },
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
    begun: false,
    revision: 1,
    ...told([
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
    ]),
    outlook: watchOnly ? { added: 5, changed: 0, kept: 2, leftOut: 0 } : { added: 5, changed: 1, kept: 1, leftOut: 0 },
  };
};

export const DONE: Extract<ImportView, { step: 'done' }> = {
  step: 'done',
  origin: { from: 'file', format: 'desktop-wallet', keysInClear: false, name: 'wallet-export.json' },
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

/** What can be told before the password: `null` of what shares a lock. */
const NAMES = {
  'lifeboat-backup': 'lifeboat-backup-2026-11-20.json',
  'contacts-table': 'contacts.csv',
  'browser-key': '3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP.export',
} as const;
export const recognised = (format: keyof typeof NAMES | null, failed: boolean): Partial<Snapshot> => ({
  import: {
    step: 'recognised',
    effort: 'moment',
    fileName: format === null ? 'wallet-export.json' : NAMES[format],
    size: format === 'browser-key' ? 1_204 : 101_204,
    format,
    encrypted: format !== 'browser-key' && format !== 'contacts-table',
    keysInClear: format === 'browser-key',
    createdAt: format === 'lifeboat-backup' ? Date.now() - 72 * HOUR : null,
    fault: failed ? fault('backup-wrong-password', 'user') : null,
  },
});
export const placeless = (says: string | null): Partial<Snapshot> => ({
  import: { step: 'network-needed', fileName: 'export.concordiumwallet', says, networks: [MAINNET, TESTNET] },
});
