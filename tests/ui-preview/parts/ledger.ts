// A Ledger and what stands on its screen.

import type { DeviceStateView, Gesture, ScreenPage, Screens, Snapshot } from '../../../extension/engine.types';
import { ADDRESSES, MAINNET } from '../sample';

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
    network: MAINNET.genesis,
    account: 'account-0',
    address: ADDRESSES[0] ?? '',
    confirmed,
  },
});
