// The screens of bad days: what went wrong, what contradicts, what takes long, what is taken away and taken back.

import type { Fault, ItemView, NodeStateView, RemovalView, ScreenPage } from '../../extension/engine.types';
import { item, OMITTING, preview, recognised, told } from './parts/files';
import { closed, open, REMOVAL, type State } from './parts/frame';
import { DEVICE, EXPORT, OLD_EXPORT, TOUCH_EXPORT } from './parts/ledger';
import { found, LISTED, NODE, overview, place, PLACES, run, running, wanting } from './parts/search';
import { ADDRESSES, COUNTS, fault, HOUR, MAINNET, NOTHING, SETTINGS, TESTNET, WALLET } from './sample';

const LOCKED = { state: 'locked', mended: false, why: null, passkey: null } as const;

const OLD_START: ScreenPage = { lines: ['Pending', 'Ledger review'], gesture: { hand: 'both' } };

const UNDO: NonNullable<State['wallet']['undo']> = {
  deed: { what: 'file', format: 'desktop-wallet', name: 'wallet-export.json', at: Date.UTC(2026, 10, 23, 14, 5) },
  takenAway: { ...NOTHING, accounts: 5, identities: 2, credentials: 6, contacts: 9 },
  putBack: NOTHING,
  changedBack: { ...NOTHING, accounts: 1 },
};
const UNDO_REMOVAL: typeof UNDO = {
  deed: { what: 'removal', at: Date.UTC(2026, 10, 23, 14, 5) },
  takenAway: NOTHING,
  putBack: { ...NOTHING, accounts: 3, identities: 1, credentials: 3, contacts: 1 },
  changedBack: NOTHING,
};

const withUndo = (state: State, undo: typeof UNDO): State => ({ ...state, wallet: { ...state.wallet, undo } });

const importing = (items: ItemView[], more: Partial<ReturnType<typeof preview>> = {}): State =>
  open('#/import', { import: { ...preview('phone-wallet'), holdsKeys: true, ...told(items), ...more } });

/** A file's word against a Ledger's: for an account that is here, and for one that is new. */
const AGAINST_A_LEDGER: ItemView[] = [
  item(0, {
    title: 'Savings',
    keys: 'ledger',
    status: 'conflict',
    reason: { code: 'account-keys-claimed-ledger', fields: { name: 'Savings' } },
    choices: [
      { code: 'keep-mine', outcome: null },
      { code: 'take-theirs', outcome: null },
    ],
    fate: 'unchanged',
  }),
  item(1, {
    title: 'Travel money',
    keys: 'ledger',
    status: 'conflict',
    reason: { code: 'account-file-claims-ledger', fields: { name: 'Travel money' } },
    choices: [
      { code: 'add', outcome: 'Travel money' },
      { code: 'add-with-keys', outcome: 'Travel money' },
      { code: 'leave-out', outcome: null },
    ],
    remarks: [{ code: 'account-said-to-belong', fields: { identity: 'Passport 2023' } }],
    proof: 'word',
  }),
  item(2, {
    title: 'Pocket money',
    keys: 'computer',
    status: 'conflict',
    reason: { code: 'account-claimed-for-ledger', fields: { name: 'Pocket money' } },
    choices: [
      { code: 'keep-mine', outcome: null },
      { code: 'take-theirs', outcome: null },
    ],
    fate: 'unchanged',
  }),
  item(3, {
    title: 'Lent to Jonas',
    keys: 'computer',
    status: 'conflict',
    reason: {
      code: 'account-keys-differ',
      fields: { name: 'Lent to Jonas', mine: 'b4d1c0ff', theirs: '77e2d410' },
    },
    choices: [
      { code: 'keep-mine', outcome: null },
      { code: 'take-theirs', outcome: null },
    ],
    fate: 'unchanged',
  }),
];

/** Names that look like others. */
const ALIKE: ItemView[] = [
  item(0, {
    kind: 'contact',
    title: 'Boat сlub',
    keys: null,
    status: 'alike',
    reason: { code: 'name-alike', fields: { name: 'Boat club', address: ADDRESSES[1] ?? '' } },
    choices: [
      { code: 'leave-out', outcome: null },
      { code: 'add', outcome: null },
    ],
    fate: 'left-out',
  }),
  item(1, {
    kind: 'contact',
    title: 'Jonas',
    keys: null,
    status: 'alike',
    reason: { code: 'name-alike-in-file', fields: { name: 'Jonаs', address: ADDRESSES[2] ?? '' } },
    remarks: [{ code: 'name-cleaned', fields: {} }],
  }),
];

/** What a search has found, and a second node denies or hides. */
const DENIED: ItemView[] = [
  item(0, { reason: { code: 'account-hidden', fields: { name: 'Savings' } }, second: 'contradicts', proof: 'derived' }),
  item(1, {
    title: '4phD1qaS',
    proof: 'word',
    second: 'contradicts',
    status: 'doubted',
    reason: { code: 'account-denied', fields: { name: '4phD1qaS' } },
    choices: [
      { code: 'leave-out', outcome: null },
      { code: 'add', outcome: null },
    ],
    fate: 'left-out',
  }),
];

const removal = (more: Partial<RemovalView>): State['replies'] => ({
  'wallet/removal-preview': { ok: true, value: { ...REMOVAL, ...more } },
});

const hidden: Fault = { ...fault('node-hidden', 'network'), remedy: { kind: 'allow-node', url: MAINNET.nodeUrl } };
const failing = (why: Fault, more: Partial<NodeStateView> = {}): State =>
  running({ node: { ...NODE, state: 'failing', height: null, lagSeconds: null, fault: why, ...more }, places: PLACES.slice(0, 1) });
const refusing = (why: Fault): State =>
  open('#/settings', { settings: { ...SETTINGS, networks: [MAINNET, TESTNET] } }, { 'settings/use-node': { ok: false, fault: why } });

const manyFiles = Array.from({ length: 3 }, (_, position) => ({
  fileName: `wallet-export-${position + 1}-of-3.json`,
  bytes: new Uint8Array(101_204).fill(position),
  fingerprint: '3f9a 01bc 77e2 d410',
  counts: { ...COUNTS, accounts: 3 },
  together: COUNTS,
}));

/** By name. */
export const HARD: Readonly<Record<string, State>> = {
  // The vault at rest.
  'unlock-opening': closed({ state: 'opening' }),
  'unlock-one-copy': closed(LOCKED, {}, { oneCopy: 'no-answer' }),
  'unlock-older': closed(
    LOCKED,
    {},
    { missing: { saves: 3 }, choose: true, vaults: [{ saves: 41, setAside: false, twin: false }] },
  ),
  'unlock-two-vaults': closed(
    LOCKED,
    {},
    {
      choose: true,
      vaults: [
        { saves: 44, setAside: false, twin: true },
        { saves: 41, setAside: false, twin: true },
        { saves: 7, setAside: true, twin: false },
      ],
    },
  ),
  'unlock-other': closed(
    LOCKED,
    {},
    { missing: { saves: null }, choose: true, vaults: [{ saves: 2, setAside: true, twin: false }] },
  ),
  'welcome-deleting': closed({ state: 'absent' }, {}, { deleting: true }),
  'lost-full': closed({ state: 'lost', loss: 'unknown', fault: fault('vault-unreadable-full', 'computer') }),
  'overview-disk-full': open(
    '#/overview',
    { keeping: { ...open('#/overview').snapshot.keeping, oneCopy: 'disk-full' } },
    { 'vault/complete-copies': { ok: false, fault: fault('store-full', 'computer') } },
  ),
  'settings-set-aside': open('#/settings', { keeping: { ...open('#/settings').snapshot.keeping, setAside: 2 } }),
  'settings-old-password': open('#/settings', { settings: { ...SETTINGS, passwordIsOfToday: false } }),
  'settings-password-wrong': open('#/settings', {}, { 'vault/change-password': { ok: false, fault: fault('vault-wrong-password', 'user') } }),
  'settings-password-changing': open('#/settings', {}, { 'vault/change-password': 'silence' }),

  // Files in.
  'import-conflict-ledger': importing(AGAINST_A_LEDGER, { outlook: { added: 1, changed: 0, kept: 3, leftOut: 0 } }),
  'import-alike': importing(ALIKE, { holdsKeys: false, outlook: { added: 1, changed: 0, kept: 0, leftOut: 1 } }),
  'import-denied': open('#/recover', {
    recovery: overview({ ways: ['add', 'preview', 'continue'], places: PLACES.slice(0, 1), notChecked: 0 }),
    import: { ...preview('recovery'), ...told(DENIED), outlook: { added: 1, changed: 0, kept: 0, leftOut: 1 } },
  }),
  'import-unchecked-signature': importing([item(0, { kind: 'identity', title: 'Passport', subtitle: '' })], {
    holdsKeys: false,
    notices: [{ code: 'identity-signature-unchecked', fields: { count: '1' } }],
    overload: fault('wallet-too-large', 'file', { found: '61', max: '48' }),
    outlook: { added: 1, changed: 0, kept: 0, leftOut: 0 },
  }),
  'import-too-early': open('#/import', {
    import: { step: 'too-early', fileName: 'wallet-export-2-of-3.json', part: 2, of: 3, waiting: 14 },
  }),
  'import-overload': importing([item(0, {}), item(1, { title: 'Holiday' })], {
    overload: fault('wallet-too-many-records', 'user', { found: '61204', max: '50000' }),
    outlook: { added: 61_204, changed: 0, kept: 0, leftOut: 0 },
  }),
  'import-overload-keys': importing([item(0, { keys: 'computer' })], {
    overload: fault('wallet-too-many-keys', 'user', { found: '6204', max: '5000' }),
    outlook: { added: 6_204, changed: 0, kept: 0, leftOut: 0 },
  }),
  'import-long-wait': open('#/import', {
    import: { step: 'opening', fileName: 'wallet-export.json', effort: 'long' },
  }),
  'import-deriving': open('#/import', recognised(null, false), { 'import/password': 'silence' }),
  'import-undo': withUndo(open('#/import'), UNDO),
  'contact-alike': open(
    '#/contacts',
    {},
    {
      'wallet/check-name': { ok: true, value: { kept: 'Boat сlub', alike: { name: 'Boat club', at: ADDRESSES[1] ?? '' } } },
    },
  ),

  // Files out.
  'export-sealing-many': open('#/export', { export: { step: 'sealing', done: 1, files: 3 } }),
  'export-many': open('#/export', {}, { 'export/preview': { ok: true, value: { ...OMITTING, files: 3 } }, 'export/seal': { ok: true, value: manyFiles } }),
  'export-wrong-unlock': open('#/export', {}, { 'export/seal': { ok: false, fault: fault('not-the-unlock-password', 'user') } }),

  // Taking away and taking back.
  'overview-undo': withUndo(open('#/overview'), UNDO),
  'overview-undo-removal': withUndo(open('#/overview'), UNDO_REMOVAL),
  'remove-account': open(
    '#/accounts/account-5',
    {},
    removal({ gone: { ...NOTHING, accounts: 1, credentials: 1, contacts: 1 }, accounts: ['Pocket money'], keysLeft: null }),
  ),
  'remove-account-behind': open(
    '#/accounts/account-0',
    {},
    removal({
      gone: { ...NOTHING, accounts: 1, credentials: 1 },
      accounts: ['Savings'],
      keys: 0,
      isFoundAgain: true,
      keysLeft: null,
      backup: { state: 'behind', last: { at: Date.now() - 72 * HOUR, seen: 'saved' } },
    }),
  ),
  'remove-keys-covered': open(
    '#/accounts/account-5',
    {},
    removal({ keysLeft: 'nowhere', backup: { state: 'covered', last: { at: Date.now() - HOUR, seen: 'saved' } } }),
  ),
  'remove-identity': open(
    '#/identities',
    {},
    removal({
      gone: { ...NOTHING, identities: 1, accounts: 8, credentials: 9, cosigners: 2, contacts: 8 },
      accounts: WALLET.accounts.slice(0, 8).map(({ name }) => name),
      keys: 2,
      identityKeys: 1,
      relisted: 1,
      keysLeft: null,
    }),
  ),
  removed: open(
    '#/accounts/account-5',
    {},
    removal({ backup: { state: 'covered', last: { at: Date.now() - HOUR, seen: 'saved' } } }),
  ),

  // The Ledger.
  'ledger-start-412': wanting('look-at-device', {
    startPage: OLD_START,
    picture: 'question',
    waitsForClick: true,
    model: 'Nano S',
    appVersion: '4.1.2',
    fault: fault('ledger-silent', 'device'),
  }),
  'ledger-confirm-late-old': wanting('confirm-key-export', {
    index: 1,
    screens: OLD_EXPORT,
    model: 'Nano S',
    appVersion: '4.1.2',
    isLate: true,
  }),
  'ledger-left-asking-stax': open('#/recover', { leftAsking: { model: 'Stax', screens: TOUCH_EXPORT } }),
  'ledger-left-asking-unknown': open('#/accounts', { leftAsking: { model: null, screens: EXPORT } }),

  // The node.
  'node-hidden': failing(hidden),
  'node-throttled': running({ node: { ...NODE, state: 'busy' }, notChecked: 0 }),
  'node-throttled-out': failing(fault('node-throttled', 'network')),
  'node-not-running': failing(fault('node-not-running', 'network'), { url: 'http://localhost:20000' }),
  'settings-hidden': refusing({ ...hidden, remedy: { kind: 'allow-node', url: 'https://node.example.org' } }),
  'settings-not-running': refusing(fault('node-not-running', 'network')),

  // What a search came to.
  'search-list-first': running({
    suggestion: { emptyInARow: 3, emptiness: 'not-listed', hasNext: true },
    ways: ['ask-one-by-one', 'next-track', 'continue', 'stop'],
    scan: { state: 'done', accountsRead: 98_304, fault: null },
    places: LISTED.slice(1),
    device: DEVICE,
    found: 0,
    notChecked: 0,
    absent: 0,
    unlisted: 75,
    beyond: 590,
  }),
  'search-proof': open('#/recover', {
    recovery: overview({
      ways: ['add', 'preview', 'continue'],
      notChecked: 0,
      unproven: 2,
      otherNodes: ['https://node.example.org'],
      second: {
        url: 'https://node-2.example.org',
        asking: false,
        totals: { total: 100, asked: 100, agreed: 2, denied: 1, hidden: 0, notChecked: 0 },
        fault: null,
      },
      places: [
        place(0, {
          accounts: [
            found(0, { second: 'agrees' }),
            found(1, { shared: true, proof: 'word', second: 'contradicts' }),
            found(2, { shared: true, proof: 'word', second: 'not-checked' }),
          ],
        }),
      ],
    }),
  }),
  'search-ended': open('#/recover', {
    recovery: {
      step: 'overview',
      run: run({ ways: ['check-again', 'preview', 'continue'], places: PLACES.slice(0, 3) }),
      fault: fault('store-full', 'computer'),
    },
  }),
};
