// One synthetic wallet, large enough to show every kind of record.

import type { AccessView, AccountView, BalanceView, ChainFactView, Counts, Fault, FaultCode, Foremost, IdentityKeysView, IdentityView, LedgerView, NetworkView, Notice, OrdersView, SettingsView, SummaryView, WalletView } from '../../extension/engine.types';

export const HOUR = 3_600_000;

export const MAINNET: NetworkView = {
  genesis: '9dd9ca4d19e9393877d2c44b70f89acbfc0883c2243e5eeaecc0d1cd0503f478',
  name: 'mainnet',
  nodeUrl: 'https://grpc.mainnet.concordium.software:20000',
  publicNode: true,
  explorer: 'https://ccdscan.io/?dcount=1&dentity=account&daddress=',
  nodes: [{ url: 'https://grpc.mainnet.concordium.software:20000', public: true }],
};
export const TESTNET: NetworkView = {
  genesis: '4221332d34e1694168c2a0c0b3fd0f273809612cb13d000d5c2e00e85f50f796',
  name: 'testnet',
  nodeUrl: 'https://grpc.testnet.concordium.com:20000',
  publicNode: true,
  explorer: 'https://testnet.ccdscan.io/?dcount=1&dentity=account&daddress=',
  nodes: [{ url: 'https://grpc.testnet.concordium.com:20000', public: true }],
};
export const SETTINGS: SettingsView = { network: MAINNET.genesis, networks: [MAINNET, TESTNET], autoLockMinutes: 15, autoLockOffered: [1, 5, 15, 30, 60, 120], lockWithScreen: true, passkey: null, passwordIsOfToday: true };

export const fault = (code: FaultCode, party: Fault['party'], fields: Record<string, string> = {}): Fault => ({
  code,
  party,
  fields,
});

export const NOTHING: Counts = { devices: 0, identities: 0, accounts: 0, credentials: 0, cosigners: 0, contacts: 0 };
export const COUNTS: Counts = { devices: 1, identities: 4, accounts: 9, credentials: 11, cosigners: 2, contacts: 14 };

export const ADDRESSES = [
  '3FVMj8WoA13m8Ha5JhZWfChugrCqbSbkjavU47yauu7a5YKNuP',
  '4ZJBYQbVp3zVZyjCXfZAAYBVkJMyVj8UKUNj9ox5YqTCBdBq2M',
  '4phD1qaS3U1nLrzJcgYyiPq1k8aV1wAjTjYVPE3JaqovViXS4j',
  '3V3QhN4USoMB8FMnPFHx8zoLoJexv8f5ka1a1uS8sERoSrahbw',
];

export const LEDGER = 'b4d1c0ffee00112233445566778899aabbccddeeff00112233445566778899aa';

const OTHER_LEDGER = 'a0a1a2a3ee00112233445566778899aabbccddeeff00112233445566778899aa';

const LEDGERS: readonly LedgerView[] = [
  { id: OTHER_LEDGER, name: '', mark: OTHER_LEDGER.slice(0, 8), model: 'Nano S', identities: 1 },
  { id: LEDGER, name: 'Nano in the drawer', mark: LEDGER.slice(0, 8), model: 'Nano X', identities: 4 },
];

const onLedger = (index: number, keyVersion = 1, provider: number | null = null, ledger = LEDGER): IdentityKeysView => ({
  place: 'ledger',
  ledger,
  index,
  keyVersion,
  provider,
});

const identity = (more: Partial<IdentityView>): IdentityView => ({
  id: 'identity-0',
  network: MAINNET.genesis,
  name: 'Passport 2023',
  state: 'confirmed',
  keys: onLedger(0),
  findings: [],
  checking: false,
  provider: 'Notabene',
  validTo: '202803',
  validity: 'lasting',
  detail: null,
  attributes: {
    firstName: 'Alma',
    lastName: 'Berg',
    dob: '19850412',
    countryOfResidence: 'DK',
    nationality: 'DK',
    idDocExpiresAt: '20280301',
  },
  accounts: 3,
  ...more,
});

const account = (position: number, more: Partial<AccountView>): AccountView => ({
  id: `account-${position}`,
  network: MAINNET.genesis,
  address: ADDRESSES[position % ADDRESSES.length] ?? null,
  name: `Account ${position}`,
  state: 'confirmed',
  identity: 'identity-0',
  identityName: 'Passport 2023',
  isInitial: false,
  signatureThreshold: 1,
  credentials: [
    {
      id: 'b317d3fea7de56f8c96f6e72820c5cd502cc0eef8454016ee548913255897c6b52156cc60df965d3efb3f160eff6ced4',
      identityName: more.identityName ?? 'Passport 2023',
      index: position,
      standing: 'on-account',
      createdAt: '202303',
      validTo: '202803',
    },
  ],
  cosigners: [],
  proof: 'derived',
  keys: 'ledger',
  findings: [],
  receiving: { may: 'open' },
  checking: false,
  ...more,
});

/** What is wrong with the keys of one account. */
export const FINDING: Notice = { code: 'keys-verify-key-other', fields: { count: '1', names: 'Bicycle' } };

/** Filled in where a state is shown. */
export const NO_ORDERS: OrdersView = {
  accounts: { name: [], identity: [], balance: [] },
  identities: { name: [], ledger: [] },
  contacts: [],
};

/** The same records with their orders, near enough to what the engine makes of them. */
export function ordered(wallet: WalletView): WalletView {
  const { accounts, identities, contacts, chain } = wallet;
  const by = <Item>(items: readonly Item[], key: (item: Item) => string): number[] =>
    items.map((item, position) => [key(item), position] as const)
      .sort(([a, one], [b, other]) => a.localeCompare(b, 'en', { numeric: true }) || one - other)
      .map(([, position]) => position);
  const total = (address: string | null): string =>
    chain.find((fact) => fact.address === address)?.balance?.total.padStart(20, '0').replace(/\d/g, (digit) => String(9 - Number(digit))) ?? 'unknown';
  return {
    ...wallet,
    orders: {
      accounts: {
        name: by(accounts, ({ name }) => name),
        identity: by(accounts, ({ name, identityName }) => `${identityName ?? '\uffff'} ${name}`),
        balance: by(accounts, ({ name, address }) => `${total(address)} ${name}`),
      },
      identities: {
        name: by(identities, ({ name }) => name),
        ledger: by(identities, ({ name, keys }) => (keys.place === 'ledger' ? `${keys.ledger} ${keys.index}` : `z ${name}`)),
      },
      contacts: by(contacts, ({ name, ownAccount }) => `${ownAccount} ${name}`),
    },
  };
}

export const WALLET: WalletView = {
  hasLedger: true,
  ledgers: [...LEDGERS],
  orders: NO_ORDERS,
  keys: { ledgers: 1, onLedger: 6, here: 2, watched: 1, withKeys: 2 },
  identities: [
    identity({}),
    identity({
      id: 'identity-1',
      name: 'Recovered: Index 1',
      keys: onLedger(1),
      state: 'placeholder',
      provider: null,
      validTo: null,
      validity: 'unknown',
      attributes: {},
      accounts: 2,
    }),
    identity({
      id: 'identity-2',
      name: 'Company',
      keys: onLedger(2),
      state: 'rejected',
      provider: 'Digital Trust Solutions',
      validTo: null,
      attributes: {},
      detail: 'The photo could not be read.',
      accounts: 0,
    }),
    identity({
      id: 'identity-3',
      name: 'From 2021',
      keys: onLedger(3, 0, null, OTHER_LEDGER),
      provider: 'Notabene',
      validTo: '202606',
      validity: 'over',
      attributes: {},
      accounts: 4,
    }),
    identity({
      id: 'identity-4',
      name: 'Recovered: Index 0',
      keys: onLedger(0, 1, 2),
      state: 'placeholder',
      provider: null,
      validTo: null,
      attributes: {},
      accounts: 1,
    }),
    identity({
      id: 'identity-5',
      name: 'My old phone',
      keys: { place: 'computer' },
      validTo: '202709',
      accounts: 2,
      findings: [{ code: 'keys-identity-prf-other', fields: { count: '1', names: 'My old phone' } }],
      checking: false,
    }),
    identity({
      id: 'identity-6',
      name: 'Phone of my daughter',
      keys: { place: 'nowhere' },
      attributes: {},
      validTo: '202701',
      validity: 'ending',
      accounts: 1,
    }),
  ],
  accounts: [
    account(0, { name: 'Savings', isInitial: true }),
    account(1, {
      name: 'Family, shared by the three of us',
      signatureThreshold: 2,
      credentials: [
        {
          id: 'a317d3fea7de56f8c96f6e72820c5cd502cc0eef8454016ee548913255897c6b52156cc60df965d3efb3f160eff6ced4',
          identityName: 'Passport 2023',
          index: 1,
          standing: 'on-account',
          createdAt: '202303',
          validTo: '202803',
        },
        {
          id: 'c317d3fea7de56f8c96f6e72820c5cd502cc0eef8454016ee548913255897c6b52156cc60df965d3efb3f160eff6ced4',
          identityName: 'From 2021',
          index: 0,
          standing: 'not-on-account',
          createdAt: '202106',
          validTo: '202606',
        },
      ],
      cosigners: [
        {
          id: 'd317d3fea7de56f8c96f6e72820c5cd502cc0eef8454016ee548913255897c6b52156cc60df965d3efb3f160eff6ced4',
          note: 'Jonas',
        },
        {
          id: 'e317d3fea7de56f8c96f6e72820c5cd502cc0eef8454016ee548913255897c6b52156cc60df965d3efb3f160eff6ced4',
          note: '',
        },
      ],
    }),
    account(2, {
      name: '4phD1qaS',
      identity: 'identity-1',
      identityName: 'Recovered: Index 1',
      keys: 'nowhere',
      credentials: [
        {
          id: 'f317d3fea7de56f8c96f6e72820c5cd502cc0eef8454016ee548913255897c6b52156cc60df965d3efb3f160eff6ced4',
          identityName: 'Recovered: Index 1',
          index: 2,
          standing: 'not-on-account',
          createdAt: '202303',
          validTo: '202803',
        },
      ],
    }),
    account(3, { name: 'New one', state: 'pending' }),
    account(4, { name: 'Old test', network: TESTNET.genesis }),
    account(5, { name: 'Pocket money', identity: 'identity-5', identityName: 'My old phone', keys: 'computer' }),
    account(6, {
      name: 'Bicycle',
      identity: 'identity-5',
      identityName: 'My old phone',
      keys: 'computer',
      findings: [FINDING],
      checking: false,
    }),
    account(7, {
      name: 'From a key file',
      identity: null,
      identityName: null,
      keys: 'computer',
      credentials: [],
    }),
    account(9, { name: 'Long ago', identity: 'identity-3', identityName: 'From 2021' }),
    account(8, { name: 'Hers', identity: 'identity-6', identityName: 'Phone of my daughter', keys: 'nowhere' }),
  ],
  contacts: [
    {
      network: MAINNET.genesis,
      address: ADDRESSES[0] ?? '',
      shownAddress: ADDRESSES[0] ?? '',
      valid: true,
      name: 'Savings',
      note: 'Initial account of identity: Passport 2023',
      ownAccount: true,
      receiving: { may: 'open' },
    },
    {
      network: MAINNET.genesis,
      address: ADDRESSES[1] ?? '',
      shownAddress: ADDRESSES[1] ?? '',
      valid: true,
      name: 'Boat club',
      note: 'Membership, every January',
      ownAccount: false,
      receiving: { may: 'open' },
    },
    {
      network: MAINNET.genesis,
      address: 'not-an-address\u200b',
      shownAddress: 'not-an-address[U+200B]',
      valid: false,
      name: 'Old entry',
      note: '',
      ownAccount: false,
      receiving: { may: 'open' },
    },
  ],
  chain: [],
  totals: [],
  access: [],
  undo: null,
  keysChecks: [],
};

/** 5,000 accounts: the page must stay quick. */
export const MANY: WalletView = {
  ...WALLET,
  accounts: Array.from({ length: 5_000 }, (_, position) => account(position, { name: `Account ${position}` })),
};

const fact = (position: number, more: Partial<ChainFactView>): ChainFactView => ({
  network: MAINNET.genesis,
  address: ADDRESSES[position] ?? '',
  state: 'exists',
  balance: null,
  at: Date.now() - 90_000,
  fault: null,
  ...more,
});

/** An account of so much CCD, all of which can be sent. */
export const holds = (total: string, more: Partial<BalanceView> = {}): BalanceView => ({
  total,
  atDisposal: total,
  stake: null,
  cooling: null,
  locked: null,
  isShielded: false,
  tokens: [],
  moreTokens: 0,
  hasUnknown: false,
  ...more,
});

const inDays = (days: number): number => Date.now() + days * 86_400_000;

/** Something of everything. */
export const HOLDS_ALL: BalanceView = holds('12345678901234567', {
  atDisposal: '2345678901234567',
  stake: { kind: 'suspended', amount: '10000000000000000' },
  cooling: {
    total: '750000001',
    parts: [
      { at: inDays(12), amount: '500000000', isForecast: false },
      { at: inDays(21), amount: '250000001', isForecast: true },
    ],
    more: 0,
  },
  locked: {
    total: '3000000000',
    parts: [
      { at: inDays(30), amount: '1000000000', isForecast: false },
      { at: inDays(300), amount: '2000000000', isForecast: false },
    ],
    more: 34,
  },
  isShielded: true,
  tokens: [
    { id: 'EURX', name: 'Euro of nobody', amount: '12.5', standing: 'free', looksLikeCcd: false },
    { id: 'ССD', name: 'Concordium', amount: '18446744073709.551615', standing: 'denied', looksLikeCcd: true },
    { id: 'STOP', name: null, amount: '7', standing: 'paused', looksLikeCcd: false },
    { id: 'CLUB', name: 'For members', amount: '10.5', standing: 'not-allowed', looksLikeCcd: false },
    { id: 'NEWER', name: null, amount: null, standing: 'unknown', looksLikeCcd: false },
    { id: 'LATE', name: null, amount: '1', standing: 'not-checked', looksLikeCcd: false },
  ],
  moreTokens: 12,
  hasUnknown: true,
});

/** What the chain said: one of each word, and amounts that no JavaScript number can hold. */
export const CHAIN: ChainFactView[] = [
  fact(0, { balance: HOLDS_ALL }),
  fact(1, { balance: holds('1500000', { atDisposal: '500001' }) }),
  fact(2, { state: 'absent' }),
  fact(3, { state: 'not-checked', at: null, fault: fault('node-timed-out', 'network') }),
];

/** While the node is asked. */
export const ASKING: ChainFactView[] = CHAIN.map((one, position) =>
  position < 2 ? one : { ...one, state: 'asking', at: null, fault: null },
);

const access = (position: number, state: AccessView['state'], more: Partial<AccessView> = {}): AccessView => ({
  network: MAINNET.genesis,
  account: `account-${position}`,
  state,
  missing: 0,
  keys: null,
  address: 'not-of-ledger',
  fault: null,
  ...more,
});

/** What the Ledger can sign for. */
export const ACCESS: AccessView[] = [
  access(0, 'can-sign', { address: 'shown' }),
  access(1, 'needs-more', { missing: 1, address: 'shown' }),
  access(3, 'not-checked', { fault: fault('node-timed-out', 'network') }),
];

/** The first account with another of the words. */
export const withAccess = (state: AccessView['state'], more: Partial<AccessView> = {}): WalletView => ({
  ...WALLET,
  chain: CHAIN,
  access: [access(0, state, more)],
});

/** What the engine would say first of these. */
export const said = (foremost: Foremost, calls: boolean): Pick<SummaryView, 'headline' | 'onceClosed'> => ({
  headline: { foremost, calls },
  onceClosed: { foremost, calls },
});
