// Backups that are known, the check of one, and the recovery sheet.

import type { BackupFileView, CheckView, SheetView } from '../../../extension/engine.types';
import { ADDRESSES, COUNTS, HOUR, MAINNET, NOTHING } from '../sample';

const NOW = Date.UTC(2026, 10, 23, 14, 5);

export const BACKUPS: BackupFileView[] = [
  {
    name: 'lifeboat-backup-2026-11-23.json',
    files: 1,
    fingerprint: '3f9a 01bc 77e2 d410',
    format: 'lifeboat-backup',
    at: NOW,
    seen: 'saved',
    checked: NOW + 60_000,
    holds: COUNTS,
    lacks: NOTHING,
  },
  {
    name: 'wallet-export.json',
    files: 3,
    fingerprint: 'b1c2 9e07 4410 aa5d',
    format: 'desktop-wallet',
    at: NOW - 720 * HOUR,
    seen: 'saved',
    checked: null,
    holds: { ...COUNTS, cosigners: 0 },
    lacks: { ...NOTHING, accounts: 1, contacts: 2 },
  },
  {
    name: 'concordium-backup.concordiumwallet',
    files: 1,
    fingerprint: '90aa 3c5e 12f0 77b8',
    format: 'phone-wallet',
    at: NOW - 2000 * HOUR,
    seen: 'opened',
    checked: NOW - 2000 * HOUR,
    holds: { ...NOTHING, accounts: 3, identities: 1 },
    lacks: { ...NOTHING, accounts: 6, contacts: 14 },
  },
];

export const checked = (more: Partial<Extract<CheckView, { step: 'checked' }>>): CheckView => ({
  step: 'checked',
  fileName: 'lifeboat-backup-2026-11-23.json',
  size: 101_204,
  format: 'lifeboat-backup',
  encrypted: true,
  fingerprint: '3f9a 01bc 77e2 d410',
  createdAt: NOW,
  assumed: null,
  holds: COUNTS,
  comparison: 'whole',
  lacking: NOTHING,
  lackingAccounts: [],
  differing: NOTHING,
  beyond: NOTHING,
  notices: [],
  asks: ['https://grpc.mainnet.concordium.software:20000'],
  chain: null,
  remembered: false,
  ...more,
});

export const SHEET: SheetView = {
  at: NOW,
  ledgers: [
    { id: 'b4d1c0ff', name: 'Nano in the drawer', model: 'Nano S Plus' },
    { id: '77e2d410', name: '', model: null },
  ],
  networks: [
    {
      network: MAINNET.genesis,
      identities: [
        { name: 'Passport 2023', number: 0, ledger: 'b4d1c0ff' },
        { name: 'My old phone', number: null, ledger: null },
      ],
      accounts: ADDRESSES.map((address, position) => ({
        name: ['Savings', 'Holiday', 'Rent', 'Pocket money'][position % 4] ?? '',
        address,
        keys: position === 3 ? 'computer' : 'ledger',
      })),
    },
  ],
  backups: BACKUPS,
};
