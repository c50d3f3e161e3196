// A search: what it asks, what it has found, what it reports.

import type {
  CoverageView,
  DeviceRequest,
  DeviceStateView,
  FoundView,
  NodeStateView,
  Outlook,
  PlaceView,
  RecoveryView,
  RunView,
  SearchReport,
} from '../../../extension/engine.types';
import { ADDRESSES, fault, HOUR, MAINNET } from '../sample';
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
  fault: fault('node-lagging', 'network', { minutes: '90' }),
};

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
};
export const resumablePhone: RecoveryView = {
  step: 'idle',
  resumable: { network: MAINNET.genesis, from: 'phone', savedAt: Date.now() - 2 * HOUR, indices: 1, found: 2 },
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
