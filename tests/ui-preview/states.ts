// Every screen a person can meet, as the engine would describe it.

import type { LedgerCall, ReceivingView } from '../../extension/engine.types';
import { HARD } from './hard';
import { BACKUPS, checked, SHEET } from './parts/backups';
import { DONE, fromPhone, NEW_ITEMS, OMITTING, placeless, preview, recognised, told } from './parts/files';
import { closed, CUSTOM, empty, NOT_THAT_PASSWORD, open, OWN_NODES, searched, TOTALS, type State } from './parts/frame';
import { KEY_SEARCHES } from './parts/keys';
import { DEVICE, EXPORT, OLD_EXPORT, showing, START, TOUCH_EXPORT } from './parts/ledger';
import {
  coverage,
  found,
  LAGGING,
  LISTED,
  NODE,
  overview,
  PHONE,
  place,
  PLACES,
  reported,
  resumable,
  resumablePhone,
  run,
  running,
  wanting,
} from './parts/search';
import {
  ACCESS,
  ADDRESSES,
  ASKING,
  CHAIN,
  COUNTS,
  fault,
  HOUR,
  MAINNET,
  MANY,
  NOTHING,
  said,
  SETTINGS,
  TESTNET,
  WALLET,
  withAccess,
} from './sample';

/** The first account, found by a key, and its entry in the address book. */
const withheld = (at: string, receiving: ReceivingView): State => ({
  ...open(at),
  wallet: {
    ...WALLET,
    accounts: WALLET.accounts.map((account, place) =>
      place === 0 ? { ...account, identity: null, identityName: null, credentials: [], proof: 'word', receiving } : account,
    ),
    contacts: WALLET.contacts.map((contact) => (contact.ownAccount ? { ...contact, receiving } : contact)),
  },
});

/** The tab says that the Ledger waits. */
const calling = (ledgerCall: LedgerCall, state: State): State => ({ ...state, snapshot: { ...state.snapshot, ledgerCall } });

/** By name. */
export const STATES: Readonly<Record<string, State>> = {
  ...HARD,
  ...KEY_SEARCHES,
  starting: closed({ state: 'starting' }),
  welcome: closed({ state: 'absent' }),
  unlock: closed({ state: 'locked', mended: false, why: null, passkey: null }),
  'unlock-after-idle': closed({ state: 'locked', mended: false, why: 'idle', passkey: null }),
  'unlock-after-screen': closed({ state: 'locked', mended: false, why: 'screen', passkey: null }),
  'unlock-mended': closed({ state: 'locked', mended: true, why: null, passkey: null }),
  'unlock-wrong': closed(
    { state: 'locked', mended: false, why: null, passkey: null },
    { 'vault/unlock': { ok: false, fault: fault('vault-wrong-password', 'user') } },
  ),
  lost: closed({ state: 'lost', loss: 'damaged', fault: fault('vault-damaged', 'computer') }),
  'lost-gone': closed({ state: 'lost', loss: 'gone', fault: fault('vault-missing', 'computer') }),
  elsewhere: closed({ state: 'elsewhere' }),

  'overview-empty': open('#/overview', empty),
  'overview-none': open('#/overview', {
    summary: { counts: COUNTS, backup: { cover: 'never', last: null, missing: COUNTS }, search: null, waiting: [], ...said('no-backup', true) },
  }),
  'overview-behind': open('#/overview'),
  'overview-covered': open('#/overview', {
    summary: {
      counts: COUNTS,
      backup: { cover: 'covered', last: { at: Date.now() - HOUR, seen: 'opened' }, missing: NOTHING },
      search: null,
      waiting: [],
      ...said('covered', false),
    },
  }),
  'overview-search-waiting': open('#/overview', { ...searched('waiting', 6), recovery: resumable }),
  'overview-search-running': open('#/overview', searched('running', 0)),
  'overview-search-resting': open('#/overview', searched('resting', 2, COUNTS)),

  accounts: open('#/accounts'),
  'accounts-empty': { ...open('#/accounts', empty), wallet: { ...WALLET, accounts: [] } },
  'accounts-many': { ...open('#/accounts'), wallet: MANY },
  account: open('#/accounts/account-0'),
  'account-shared': open('#/accounts/account-1'),
  'account-others-too': withheld('#/accounts/account-0', { may: 'withheld', power: 'others-too', missing: 0 }),
  'account-needs-others': withheld('#/accounts/account-0', { may: 'withheld', power: 'needs-more', missing: 2 }),
  'account-others-on-record': withheld('#/accounts/account-0', { may: 'others-on-record' }),
  'account-unchecked': withheld('#/accounts/account-0', { may: 'unchecked' }),
  'account-not-there': withheld('#/accounts/account-0', { may: 'not-there' }),
  'contacts-withheld': withheld('#/contacts', { may: 'others-on-record' }),
  'accounts-key-gone': withheld('#/accounts', { may: 'keys-gone' }),
  'account-read-only': open('#/accounts/account-2'),
  'accounts-chain': { ...open('#/accounts'), wallet: { ...WALLET, chain: CHAIN, access: ACCESS, totals: TOTALS } },
  'accounts-asking': { ...open('#/accounts'), wallet: { ...WALLET, chain: ASKING } },
  'account-chain': { ...open('#/accounts/account-0'), wallet: { ...WALLET, chain: CHAIN, access: ACCESS, totals: TOTALS } },
  'account-needs-more': { ...open('#/accounts/account-1'), wallet: { ...WALLET, chain: CHAIN, access: ACCESS, totals: TOTALS } },
  'account-absent': { ...open('#/accounts/account-6'), wallet: { ...WALLET, chain: CHAIN } },
  'account-not-checked': { ...open('#/accounts/account-3'), wallet: { ...WALLET, chain: CHAIN, access: ACCESS, totals: TOTALS } },
  'account-has-some': {
    ...open('#/accounts/account-0'),
    wallet: withAccess('has-some', { keys: { held: 1, of: 3, needed: 2 }, missing: 1 }),
  },
  'account-removed': { ...open('#/accounts/account-0'), wallet: withAccess('removed') },
  'account-keys-differ': { ...open('#/accounts/account-0'), wallet: withAccess('keys-differ') },
  'account-other-ledger': { ...open('#/accounts/account-0'), wallet: withAccess('other-ledger') },
  'account-older': open('#/accounts/account-9'),
  'task-access': open('#/accounts', { device: { task: 'checking-access', device: DEVICE } }),
  'task-access-locked': open('#/accounts/account-0', {
    device: { task: 'checking-access', device: { ...DEVICE, request: 'unlock-device' } },
  }),
  'task-address': open('#/accounts/account-0', showing(null)),
  'task-address-same': open('#/accounts/account-0', showing(true)),
  'task-address-differs': open('#/accounts/account-0', showing(false)),
  'account-phone': open(
    '#/accounts/account-5',
    {},
    {
      'export/account-key': {
        ok: true,
        value: {
          fileName: `${ADDRESSES[1] ?? ''}.export`,
          url: 'blob:sample',
          notices: [
            { code: 'keys-unusual-place', fields: { count: '1', names: 'Pocket money' } },
            { code: 'key-file-without-credential', fields: {} },
          ],
        },
      },
    },
  ),
  'account-finding': open('#/accounts/account-6', {}, { 'export/account-key': NOT_THAT_PASSWORD }),
  'account-alone': open('#/accounts/account-7'),
  'account-watched': open('#/accounts/account-8'),
  identities: open('#/identities'),
  'identity-alone': open('#/identities/identity-3'),
  'accounts-by-balance': { ...open('#/accounts'), wallet: { ...WALLET, chain: CHAIN } },
  'contacts-own': open(`#/contacts/${ADDRESSES[0] ?? ''}`),
  'contacts-table': open('#/contacts', {}, {
    'wallet/contacts-table': {
      ok: true,
      value: {
        fileName: 'lifeboat-contacts-2026-11-23.csv',
        bytes: new Uint8Array(),
        contacts: 1,
        omissions: [
          { code: 'table-omits-own-account', fields: { count: '1', names: 'Savings', kind: 'contacts' } },
          { code: 'table-omits-not-valid', fields: { count: '1', names: 'Old entry', kind: 'contacts' } },
          { code: 'table-omits-network', fields: { network: 'testnet', contacts: '3', accounts: '0', identities: '0' } },
        ],
      },
    },
  }),
  'import-table': open('#/import', recognised('contacts-table', false)),
  contacts: open('#/contacts', {}, { 'wallet/save-contact': { ok: false, fault: fault('address-invalid', 'user') } }),
  'contacts-chain': { ...open('#/contacts'), wallet: { ...WALLET, chain: CHAIN } },
  settings: open('#/settings'),
  'settings-nodes': open(
    '#/settings',
    { settings: { ...SETTINGS, networks: [OWN_NODES, TESTNET] } },
    {
      'settings/add-node': {
        ok: false,
        fault: { ...fault('node-hidden', 'network'), remedy: { kind: 'allow-node', url: 'https://node.example.org' } },
      },
    },
  ),
  'settings-beside-search': open(
    '#/settings',
    { recovery: { step: 'running', run: run({}) } },
    { 'settings/use-network': { ok: false, fault: { ...fault('recovery-running', 'user'), remedy: { kind: 'stop-search' } } } },
  ),
  'settings-passkey': open('#/settings', { settings: { ...SETTINGS, passkey: { credential: '00', input: '00' } } }),
  'unlock-passkey': closed({ state: 'locked', mended: false, why: null, passkey: { credential: '00', input: '00' } }),
  'overview-holdings': { ...open('#/overview'), wallet: { ...WALLET, totals: TOTALS } },
  'help-of-fault': open('#/help/ledger-open-failed'),
  'settings-custom': open('#/settings', { settings: { ...SETTINGS, network: CUSTOM.genesis, networks: [CUSTOM] } }),

  export: open('#/export'),
  'overview-unsaved': open('#/overview', {
    export: { step: 'unsaved', files: 1 },
    summary: { counts: COUNTS, backup: { cover: 'behind', last: { at: Date.now() - HOUR, seen: 'saved' }, missing: { ...NOTHING, accounts: 1 } }, search: null, waiting: ['unsaved-backup', 'read-file'], ...said('unsaved-backup', true) },
  }),
  'overview-unchecked': open('#/overview', {
    summary: { counts: COUNTS, backup: { cover: 'unchecked', last: null, missing: COUNTS }, search: null, waiting: [], ...said('backup-unchecked', true) },
  }),
  check: open('#/check', {}, { 'check/backups': { ok: true, value: BACKUPS } }),
  'check-none': open('#/check', {}, { 'check/backups': { ok: true, value: [] } }),
  'check-password': open('#/check', {
    check: { step: 'recognised', fileName: 'lifeboat-backup-2026-11-23.json', size: 101_204, format: 'lifeboat-backup', encrypted: true, fault: fault('backup-wrong-password', 'user') },
  }, { 'check/backups': { ok: true, value: BACKUPS } }),
  'check-opening': open('#/check', { check: { step: 'opening', fileName: 'wallet-export.json', effort: 'seconds' } }, { 'check/backups': { ok: true, value: BACKUPS } }),
  'check-whole': open('#/check', { check: checked({}) }),
  'check-behind': open('#/check', {
    check: checked({
      comparison: 'behind',
      lacking: { ...NOTHING, accounts: 2, contacts: 1 },
      lackingAccounts: ['Holiday', 'Rent'],
      differing: { ...NOTHING, accounts: 1 },
      beyond: { ...NOTHING, contacts: 3 },
      chain: { accounts: 9, found: 7, absent: 1, failed: 1, fault: fault('node-unreachable', 'network') },
    }),
  }),
  'check-stranger': open('#/check', { check: checked({ comparison: 'stranger', beyond: COUNTS, assumed: MAINNET.genesis, chain: { accounts: 9, found: 3, absent: 0, failed: 0, fault: null } }) }),
  'check-remembered': open('#/check', { check: checked({ comparison: 'more', beyond: { ...NOTHING, contacts: 3 }, remembered: true }) }),
  'recovery-sheet': open('#/check/sheet', {}, { 'check/sheet': { ok: true, value: SHEET } }),
  'export-omissions': open('#/export', {}, { 'export/preview': { ok: true, value: OMITTING } }),
  'export-nothing': open('#/export', {}, { 'export/preview': { ok: true, value: { ...OMITTING, counts: NOTHING } } }),
  'export-empty': open('#/export', empty),
  'export-sealing': open('#/export', { export: { step: 'sealing', done: 0, files: 1 } }),

  import: open('#/import', {}, { 'import/file': { ok: false, fault: fault('backup-not-json', 'file') } }),
  'import-lifeboat': open('#/import', recognised('lifeboat-backup', false)),
  'import-wrong': open('#/import', recognised(null, true)),
  'import-opening': open('#/import', { import: { step: 'opening', fileName: 'wallet-export.json', effort: 'moment' } }),
  'import-account-key': open('#/import', recognised('browser-key', false)),
  'import-network': open('#/import', placeless(null)),
  'import-network-says': open('#/import', placeless('mock')),
  'import-preview': open('#/import', { import: preview('desktop-wallet') }),
  'import-new': open('#/import', { import: { ...preview('desktop-wallet'), ...told(NEW_ITEMS), outlook: { added: 29, changed: 0, kept: 0, leftOut: 0 } } }),
  'import-phone': open('#/import', { import: fromPhone(false) }),
  'import-phone-watch': open('#/import', { import: fromPhone(true) }),
  'import-done': open('#/import', { import: DONE }),
  'import-done-elsewhere': open('#/import', {
    import: { ...DONE, networks: [{ network: TESTNET.genesis, inUse: false, accounts: 9 }] },
  }),
  'import-preview-elsewhere': open('#/import', {
    import: { ...preview('desktop-wallet'), networks: [{ network: TESTNET.genesis, inUse: false, accounts: 9 }] },
  }),
  'accounts-elsewhere': {
    ...open('#/accounts'),
    wallet: { ...WALLET, accounts: WALLET.accounts.map((one) => ({ ...one, network: TESTNET.genesis })) },
  },
  'import-done-key': open('#/import', { import: { ...DONE, origin: { from: 'file', format: 'browser-key', keysInClear: true, name: 'account.export' } } }),
  'import-recovery-waiting': open('#/import', { import: preview('recovery') }),

  help: open('#/help'),
  'help-linux': open('#/help/linux'),
  'help-update': open('#/help/vault-newer-version'),
  'overview-waiting-file': open('#/overview', { summary: { counts: COUNTS, backup: { cover: 'never', last: null, missing: COUNTS }, search: null, waiting: ['read-file'], ...said('read-file', true) } }),
  'overview-waiting-found': open('#/overview', { summary: { counts: COUNTS, backup: { cover: 'covered', last: { at: Date.now() - HOUR, seen: 'saved' }, missing: NOTHING }, search: { state: 'resting', found: 2 }, waiting: ['findings'], ...said('findings', true) } }),
  'lock-warning': open('#/accounts', { locksAt: Date.now() + 29_000, warnsAt: Date.now() - 1_000 }),
  recover: open('#/recover'),
  'recover-phone': open('#/recover/phone'),
  'recover-saved-by-newer': open('#/recover', { recovery: { step: 'idle', resumable: null, fault: fault('recovery-checkpoint-newer', 'computer') } }),
  'recover-resumable-phone': open('#/recover', { recovery: resumablePhone }),
  'recover-running-phone': running(PHONE),
  'recover-resumable': open('#/recover', { recovery: resumable }),
  'recover-grant': wanting('grant-access', { model: null, appVersion: null }),
  'recover-connect': wanting('connect-device', { picture: 'cable-out', startPage: START }),
  'recover-unlock': wanting('unlock-device', { appVersion: null, picture: 'pin' }),
  'recover-open-app': wanting('open-concordium-app', { appVersion: null }),
  'recover-update': wanting('update-app', { appVersion: '2.0.1' }),
  'recover-close-programs': wanting('close-other-programs', {
    model: null,
    appVersion: null,
    fault: fault('ledger-open-failed', 'device'),
  }),
  'recover-close-menu': wanting('close-device-menu'),
  'recover-confirm': wanting('confirm-key-export', { index: 1, screens: EXPORT }),
  'recover-confirm-old': wanting('confirm-key-export', {
    index: 1,
    screens: OLD_EXPORT,
    model: 'Nano S',
    appVersion: '4.1.2',
  }),
  'recover-confirm-x': wanting('confirm-key-export', { index: 1, screens: EXPORT, model: 'Nano X', isLate: true }),
  'recover-confirm-flex': wanting('confirm-key-export', { index: 1, screens: TOUCH_EXPORT, model: 'Flex' }),
  'recover-confirm-stax': wanting('confirm-key-export', { index: 1, screens: TOUCH_EXPORT, model: 'Stax' }),
  'recover-row-asking': calling('approve', running({
    device: { ...DEVICE, request: 'confirm-key-export', index: 1, screens: EXPORT },
    places: [...PLACES.slice(0, 1), place(1, { state: 'asking-device', checked: 0, total: 0, coverage: [] })],
    notChecked: 0,
  })),
  'recover-row-next': calling('attend', running({
    device: { ...DEVICE, request: 'connect-device', picture: 'cable-out' },
    places: [...PLACES.slice(0, 1), place(1, { state: 'next', checked: 0, total: 0, coverage: [] })],
    notChecked: 0,
  })),
  'recover-row-refused': calling('attend', running({
    device: { ...DEVICE, request: 'approve-again', picture: 'refusal', waitsForClick: true },
    places: [...PLACES.slice(0, 1), place(1, { state: 'refused', checked: 0, total: 0, coverage: [] })],
    notChecked: 0,
  })),
  'recover-look': wanting('look-at-device', {
    startPage: START,
    picture: 'question',
    waitsForClick: true,
    appVersion: null,
    fault: fault('ledger-silent', 'device'),
  }),
  'recover-left-asking': open('#/overview', { leftAsking: { model: 'Nano S Plus', screens: EXPORT } }),
  'recover-again': wanting('approve-again', { index: 1, picture: 'refusal', waitsForClick: true }),
  'recover-decide': wanting('decide-on-device', { picture: 'question', waitsForClick: true }),
  'recover-decide-goes-on': wanting('decide-on-device', { picture: 'question', fault: fault('ledger-interrupted', 'device') }),
  'recover-install': wanting('install-app', { appVersion: null, fault: fault('ledger-app-missing', 'device') }),
  'recover-update-lifeboat': wanting('update-lifeboat', { appVersion: '6.0.0' }),
  'recover-dashboard': wanting('open-concordium-app', {
    appVersion: null,
    fault: fault('ledger-no-app-open', 'device'),
  }),
  'recover-other-app': wanting('open-concordium-app', {
    appVersion: null,
    fault: fault('ledger-other-app', 'device', { app: 'Bitcoin' }),
  }),
  'recover-confirm-opening': wanting('confirm-opening', { appVersion: null }),
  'recover-try-again': wanting('try-again', { fault: fault('ledger-bad-answer', 'device', { command: 'export' }) }),
  'recover-other-ledger': wanting('connect-device', { fault: fault('ledger-other-device', 'device') }),
  'recover-not-of-account': wanting('connect-device', { fault: fault('ledger-not-of-account', 'device') }),
  'recover-left': wanting('approve-again', { fault: fault('ledger-may-have-refused', 'user') }),
  'recover-first': running({ relation: 'first' }),
  'recover-known': running({ relation: 'known' }),
  'recover-replaced': running({ relation: 'replaced' }),
  'recover-other': running({ relation: 'other' }),
  'recover-scan-waiting': running({ scan: { state: 'waiting', accountsRead: 0, fault: null }, notChecked: 0 }),
  'recover-scan-reading': running({
    scan: { state: 'reading', accountsRead: 48_211, fault: null },
    device: DEVICE,
    notChecked: 0,
    places: LISTED.slice(0, 2).map((one) => ({ ...one, state: 'scanning' })),
  }),
  'recover-scan-failed': running({
    scan: { state: 'failed', accountsRead: 12_000, fault: fault('node-truncated', 'network') },
    unlisted: 97,
    notChecked: 0,
    places: LISTED,
  }),
  'recover-running': running({}),
  'recover-node-failing': running({
    node: { ...NODE, state: 'failing', fault: fault('node-unreachable', 'network') },
    places: PLACES.slice(0, 3),
  }),
  'recover-node-passing': running({ node: { ...NODE, state: 'failing', fault: fault('node-timed-out', 'network') } }),
  'recover-node-lagging': running({ node: LAGGING, places: [], found: 0, notChecked: 0 }),
  'recover-node-anyway': running({ node: { ...LAGGING, state: 'ready' }, notChecked: 0 }),
  'recover-suggestion': running({ 
    suggestion: { emptyInARow: 3, emptiness: 'no-account', hasNext: false },
    ways: ['stop', 'continue'],
    notChecked: 0,
  }),
  'recover-suggestion-next': running({ 
    suggestion: { emptyInARow: 3, emptiness: 'no-account', hasNext: true },
    ways: ['next-track', 'continue', 'stop'],
    found: 0,
    notChecked: 0,
  }),
  'recover-suggestion-listed': running({
    suggestion: { emptyInARow: 3, emptiness: 'not-listed', hasNext: false },
    ways: ['ask-one-by-one', 'stop', 'continue'],
    scan: { state: 'done', accountsRead: 98_304, fault: null },
    places: LISTED,
    notChecked: 0,
    absent: 0,
    unlisted: 371,
  }),
  'recover-second-offered': open('#/recover', {
    recovery: overview({
      ways: ['add', 'preview', 'continue'],
      notChecked: 0,
      unproven: 1,
      otherNodes: ['https://node.example.org'],
      places: [place(0, { accounts: [found(0), found(1, { shared: true, proof: 'word' })] })],
    }),
  }),
  'recover-second-contradicts': open('#/recover', {
    recovery: overview({
      ways: ['add', 'preview', 'continue'],
      notChecked: 0,
      unproven: 1,
      second: {
        url: 'https://node.example.org',
        asking: false,
        totals: { total: 100, asked: 100, agreed: 2, denied: 1, hidden: 1, notChecked: 3 },
        fault: fault('node-timed-out', 'network'),
      },
      places: [
        place(0, {
          accounts: [found(0, { second: 'agrees' }), found(1, { shared: true, proof: 'word', second: 'contradicts' })],
        }),
      ],
    }),
  }),
  'recover-overview-lagging': open('#/recover', { recovery: overview({ node: LAGGING, places: PLACES.slice(0, 3), certainty: 'behind', notChecked: 0 }) }),
  'recover-overview': open('#/recover', { recovery: overview({ ways: ['add', 'preview', 'check-again', 'continue'], places: PLACES.slice(0, 3) }) }, reported),
  'recover-overview-listed': open('#/recover', {
    recovery: overview({
      scan: { state: 'done', accountsRead: 98_304, fault: null },
      places: LISTED,
      ways: ['add', 'preview', 'ask-one-by-one', 'continue'],
      notChecked: 0,
      absent: 0,
      unlisted: 122,
      relation: 'replaced',
    }),
  }),
  'recover-overview-listed-none': open('#/recover', {
    recovery: overview({
      scan: { state: 'done', accountsRead: 98_304, fault: null },
      places: LISTED.slice(1),
      ways: ['ask-one-by-one', 'continue'],
      found: 0,
      notChecked: 0,
      absent: 0,
      unlisted: 75,
    }),
  }),
  'recover-overview-deep': open('#/recover', {
    recovery: overview({
      ways: ['add', 'preview', 'continue'],
      notChecked: 0,
      certainty: 'partial',
      leftOut: 1,
      found: 1,
      places: [
        place(0, {
          coverage: [coverage('newer', { searched: [{ first: 0, last: 255 }], found: 1, absent: 255, notSearched: [] })],
          canLookDeeper: false,
          accounts: [found(0)],
        }),
        place(1, { state: 'skipped', coverage: [coverage('newer', { searched: [], absent: 0, notSearched: [{ first: 0, last: 255 }] })] }),
      ],
    }),
  }),
  'recover-overview-none': open('#/recover', {
    recovery: overview({ ways: ['continue'], found: 0, notChecked: 0, places: PLACES.slice(1, 2) }),
  }),
  'recover-overview-phone': open('#/recover', {
    recovery: overview({ ...PHONE, ways: ['add', 'preview'], places: PHONE.places?.slice(0, 1) ?? [] }),
  }),
  'recover-overview-phone-none': open('#/recover', {
    recovery: overview({
      ...PHONE,
      found: 0,
      places: [place(null, { id: 'phone-1', identityName: 'Work', coverage: [coverage('only')], checked: 25, total: 25 })],
    }),
  }),
  'recover-preview': open('#/recover', { recovery: overview({}), import: preview('recovery') }),
  'recover-providers-fault': open(
    '#/recover',
    {},
    { 'recovery/providers': { ok: false, fault: fault('node-unreachable', 'network') } },
  ),
  'recover-done': open('#/recover', { import: { ...DONE, origin: { from: 'recovery' } } }),
};
