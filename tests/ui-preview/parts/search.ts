// A search: what it asks, what it has found, what it reports.

import type {
  CoverageView,
  DeviceRequest,
  DeviceStateView,
  FindingsView,
  FoundView,
  NodeStateView,
  Outlook,
  PlaceView,
  RecoveryView,
  RunView,
  SearchReport,
} from '../../../extension/engine.types';
import { ADDRESSES, fault, holds, HOLDS_ALL, HOUR, MAINNET } from '../sample';
import { open, type State } from './frame';
import { DEVICE } from './ledger';

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
  fault: fault('node-lagging', 'network', { duration: '5400' }),
};

export const coverage = (keys: CoverageView['keys'], more: Partial<CoverageView> = {}): CoverageView => ({
  keys,
  searched: [{ first: 0, last: 24 }],
  found: 0,
  absent: 25,
  notChecked: 0,
  unlisted: 0,
  beyond: [],
  notSearched: [{ first: 25, last: 255 }],
  ...more,
});

export const found = (position: number, more: Partial<FoundView> = {}): FoundView => ({
  address: ADDRESSES[position % ADDRESSES.length] ?? '',
  name: (ADDRESSES[position % ADDRESSES.length] ?? '').slice(0, 8),
  knownAs: null,
  credentialIndex: position,
  keyVersion: 1,
  removed: false,
  shared: false,
  missing: 0,
  proof: 'derived',
  second: null,
  balance: holds(String(2_500_000_000 * (3 - position))),
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
  coverage: [coverage('both')],
  canLookDeeper: true,
  isNothing: false,
  identityName: null,
  accounts: [],
  ...more,
});

export const PLACES: PlaceView[] = [
  place(0, {
    coverage: [coverage('older'), coverage('newer', { found: 3, absent: 22 })],
    identityName: 'Passport 2023',
    accounts: [found(0, { knownAs: 'Savings', name: 'Savings', balance: HOLDS_ALL }), found(1, { shared: true, missing: 1 }), found(2, { removed: true, balance: null })],
  }),
  place(1, { isNothing: true }),
  place(2, {
    state: 'incomplete',
    checked: 47,
    notChecked: 3,
    coverage: [coverage('older'), coverage('newer', { absent: 22, notChecked: 3 })],
  }),
  place(3, { state: 'looking-up', checked: 31, canLookDeeper: false }),
];

const MICRO = (found: FoundView): bigint => BigInt(found.balance?.total ?? 0);

/** What the engine makes of places: every account once, the fullest first. */
const findings = (places: readonly PlaceView[]): FindingsView => {
  const accounts = places.flatMap((place) => place.accounts);
  return {
    accounts,
    total: String(accounts.filter(({ removed }) => !removed).reduce((sum, found) => sum + MICRO(found), 0n)),
    withoutBalance: accounts.filter(({ removed, balance }) => !removed && balance === null).length,
    nothing: places.some(({ isNothing, index }) => isNothing && index !== null)
      ? [{ provider: null, numbers: [{ first: 1, last: 1 }, { first: 4, last: 9 }] }]
      : [],
  };
};

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
  places = PLACES,
  certainty = notChecked > 0 ? 'not-checked' : unlisted > 0 ? 'not-listed' : 'answered',
  ...more
}: Shown): RunView => ({
  network: MAINNET.genesis,
  from: 'ledger',
  device: DEVICE,
  relation: null,
  node: NODE,
  scan: null,
  places,
  findings: findings(places),
  deeperFrom: 25,
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
    coverage: [coverage('older', { absent: 0, unlisted: 25 }), coverage('newer', { found: 3, absent: 0, unlisted: 22 })],
    identityName: 'Passport 2023',
    accounts: [found(0, { knownAs: 'Savings' }), found(1), found(2)],
  }),
  place(1, {
    state: 'listed',
    unlisted: 50,
    coverage: [coverage('older', { absent: 0, unlisted: 25 }), coverage('newer', { absent: 0, unlisted: 25 })],
  }),
  place(0, {
    state: 'listed',
    unlisted: 25,
    id: 'place-2-0',
    provider: 2,
    coverage: [coverage('newer', { absent: 0, unlisted: 25 })],
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
      coverage: [coverage('newer', { searched: [{ first: 0, last: 199 }], found: 3, absent: 197, notSearched: [{ first: 200, last: 255 }] })],
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
    place(null, { id: 'phone-2', identityName: 'Later', state: 'next', checked: 0, total: 0, coverage: [] }),
  ],
};

export const running = (more: Shown): State => open('#/recover', { recovery: { step: 'running', run: run(more) } });
export const wanting = (request: DeviceRequest, more: Partial<DeviceStateView> = {}): State =>
  running({ device: { ...DEVICE, request, ...more }, places: PLACES.slice(0, 1), notChecked: 0 });

export const overview = (more: Shown): RecoveryView => ({ step: 'overview', run: run(more), fault: null });
export const resumable: RecoveryView = {
  step: 'idle',
  resumable: { network: MAINNET.genesis, from: 'ledger', savedAt: Date.now() - 2 * HOUR, indices: 3, found: 4 },
  fault: null,
};
export const resumablePhone: RecoveryView = {
  step: 'idle',
  resumable: { network: MAINNET.genesis, from: 'phone', savedAt: Date.now() - 2 * HOUR, indices: 1, found: 2 },
  fault: null,
};
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
export const reported: State['replies'] = { 'recovery/report': { ok: true, value: REPORT } };
