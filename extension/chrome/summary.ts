// Touches chrome.storage, chrome.alarms and chrome.action: the few facts that outlive the page (for the popup, the badge
// and the auto-lock). No name, address, key or password is ever among them.

import { parseSighting, type Witness } from '../engine.protocol';
import type { SightingView } from '../engine.types';
import { isPageOpen } from './browser';

/** What the popup shows. */
export interface Summary {
  state: 'unknown' | 'absent' | 'locked' | 'unlocked';
  accounts: number;
  /** Milliseconds since 1970. */
  lastBackupAt: number | null;
  changesSinceBackup: number;
}

/** Survives the browser's end (`chrome.storage.local`). */
interface Stored {
  vault: 'absent' | 'present';
  accounts: number;
  lastBackupAt: number | null;
  changesSinceBackup: number;
  /** What was last saved: the third witness beside the two copies of the vault. */
  last: SightingView | null;
}

const NOTHING = { accounts: 0, lastBackupAt: null, changesSinceBackup: 0, last: null } as const;
const SUMMARY = 'summary';
/** In `chrome.storage.session`: milliseconds since 1970; there while the vault is open. */
const LOCK_AT = 'lockAt';
const ALARM = 'auto-lock';

export async function readSummary(): Promise<Summary> {
  const [stored, lockAt, pageOpen] = await Promise.all([readStored(), readLockAt(), isPageOpen()]);
  if (stored === null) return { state: 'unknown', accounts: 0, lastBackupAt: null, changesSinceBackup: 0 };
  const { vault, last: _, ...numbers } = stored;
  if (vault === 'absent') return { state: 'absent', ...numbers };
  return { state: pageOpen && lockAt !== null && lockAt > Date.now() ? 'unlocked' : 'locked', ...numbers };
}

/** Whether a vault was ever made here (and not deleted on purpose), and what was last saved of it. */
export async function readWitness(): Promise<Witness> {
  const stored = await readStored();
  return { expected: stored?.vault === 'present', last: stored?.last ?? null };
}

/** There is no vault. */
export async function noteAbsent(): Promise<void> {
  await write({ vault: 'absent', ...NOTHING });
  await noteLocked();
}

/** The vault is open, and these are its numbers. */
export async function noteOpen(numbers: Omit<Stored, 'vault'>): Promise<void> {
  await write({ vault: 'present', ...numbers });
}

/** There is a vault and it is locked. The numbers of the last time stand. */
export async function noteLocked(): Promise<void> {
  await chrome.storage.session.remove(LOCK_AT);
  await chrome.alarms.clear(ALARM);
}

/** There is a vault, whatever was noted before (its numbers may be unknown). */
export async function notePresent(): Promise<void> {
  const stored = await readStored();
  if (stored?.vault !== 'present') {
    await write({ vault: 'present', ...NOTHING });
  }
}

/** The vault locks at this moment, unless it is put off again. */
export async function setLockAt(moment: number): Promise<void> {
  await chrome.storage.session.set({ [LOCK_AT]: moment });
  await chrome.alarms.create(ALARM, { when: moment });
}

/** Calls `listener` when the time to lock has come. */
export function onLockDue(listener: () => void): void {
  chrome.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name !== ALARM) return;
    void readLockAt().then(async (moment) => {
      if (moment === null) return;
      if (moment <= Date.now()) listener();
      else await chrome.alarms.create(ALARM, { when: moment });
    });
  });
}

/** Shows "!" on the toolbar while there is something no checked backup holds. */
export async function drawBadge(): Promise<void> {
  const stored = await readStored();
  const wanting = stored?.vault === 'present' && stored.changesSinceBackup > 0;
  await chrome.action.setBadgeBackgroundColor({ color: '#b3261e' });
  await chrome.action.setBadgeText({ text: wanting ? '!' : '' });
}

/** Calls `listener` when something that the popup or the badge shows has changed. */
export function onSummaryChanged(listener: () => void): void {
  chrome.storage.onChanged.addListener((changes) => {
    if (SUMMARY in changes || LOCK_AT in changes) listener();
  });
}

async function write(stored: Stored): Promise<void> {
  const before = await readStored();
  if (JSON.stringify(before) !== JSON.stringify(stored)) await chrome.storage.local.set({ [SUMMARY]: stored });
}

async function readStored(): Promise<Stored | null> {
  const value: unknown = (await chrome.storage.local.get(SUMMARY))[SUMMARY];
  if (typeof value !== 'object' || value === null) return null;
  const { vault, accounts, lastBackupAt, changesSinceBackup, last } = value as Record<string, unknown>;
  if (vault !== 'absent' && vault !== 'present') return null;
  return {
    vault,
    accounts: typeof accounts === 'number' ? accounts : 0,
    lastBackupAt: typeof lastBackupAt === 'number' ? lastBackupAt : null,
    changesSinceBackup: typeof changesSinceBackup === 'number' ? changesSinceBackup : 0,
    last: parseSighting(last),
  };
}

async function readLockAt(): Promise<number | null> {
  const value: unknown = (await chrome.storage.session.get(LOCK_AT))[LOCK_AT];
  return typeof value === 'number' ? value : null;
}
