// A search by public keys, at every step.

import type { KeyAccountView, KeySearchStep, KeySeriesView } from '../../../extension/engine.types';
import { ADDRESSES, fault, holds } from '../sample';
import { open, type State } from './frame';

const DIRECTORY = 'https://wallet-proxy.mainnet.concordium.software';

const account = (number: number, of: Partial<KeyAccountView> = {}): KeyAccountView => ({
  address: ADDRESSES[number % ADDRESSES.length] ?? '',
  name: (ADDRESSES[number % ADDRESSES.length] ?? '').slice(0, 8),
  power: 'alone',
  missing: 0,
  mayReceive: false,
  comesIn: true,
  paths: [`m/44'/919'/0'/0'/0'/${number}'`],
  balance: holds('12345678900'),
  isKnown: false,
  ...of,
});

const series = (of: Partial<KeySeriesView> = {}): KeySeriesView => ({
  identity: null,
  keys: 25,
  found: 5,
  none: 20,
  notChecked: 0,
  faults: [],
  ...of,
});

const at = (step: KeySearchStep, directory: string | null = DIRECTORY): State =>
  open('#/recover', { keySearch: { directory, step } });
const over = (of: Partial<Extract<KeySearchStep, { at: 'over' }>>): State =>
  at({ at: 'over', sought: { what: 'ledger-program' }, found: [], series: [series()], directory: DIRECTORY, fault: null, ...of });

/** By name. */
export const KEY_SEARCHES: Readonly<Record<string, State>> = {
  'keys-before': at({ at: 'idle' }),
  'keys-before-elsewhere': at({ at: 'idle' }, null),
  'keys-running': at({ at: 'running', sought: { what: 'ledger-program' }, read: 7, of: 25, found: 2 }),
  'keys-found': over({
    found: [
      account(0, { mayReceive: true }),
      account(1, { power: 'needs-more', missing: 1, isKnown: true }),
      account(2, { power: 'alone-before-others', paths: ["m/44'/919'/0'/0'/0'/2'", "m/44'/919'/0'/0'/0'/3'"] }),
      account(3, { power: 'others-too', comesIn: false }),
      account(4, { power: 'others-rule', comesIn: false, missing: 2, balance: holds('0') }),
    ],
  }),
  'keys-none': over({ series: [series({ found: 0, keys: 20 })] }),
  'keys-not-checked': over({
    series: [series({ found: 0, none: 12, keys: 20, notChecked: 8, faults: [fault('directory-unreachable', 'network')] })],
  }),
  'keys-behind': over({ series: [], fault: fault('directory-behind', 'network') }),
  'keys-of-identities': over({
    sought: { what: 'desktop-wallet' },
    found: [account(0, { paths: ["m/1105'/0'/0'/0'/3'/2'/0'/0'"], power: 'needs-more', missing: 1 })],
    series: [series({ identity: 0, found: 0 }), series({ identity: 3, found: 1 })],
  }),
  'address-yes': over({
    sought: { what: 'address', address: ADDRESSES[0] ?? '' },
    found: [account(0, { mayReceive: true })],
    series: [],
  }),
  'address-no': over({ sought: { what: 'address', address: ADDRESSES[1] ?? '' }, series: [] }),
};
