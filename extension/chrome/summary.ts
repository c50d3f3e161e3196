// Touches chrome.storage, chrome.alarms and chrome.action: the few facts that outlive the page (for the popup, the badge
// and the auto-lock). No name, address, key or password is ever among them.

import { parseSighting, type Marker } from '../engine.protocol';
import type { BackupSeen, Cover, Foremost, Headline, SearchState, SightingView, Waiting } from '../engine.types';
import { isPageOpen } from './browser';

/** The few facts, in words and numbers: states and counts only. */
export interface Facts {
  accounts: number;
  /** What backups hold of the records. */
  cover: Cover;
  /** Milliseconds since 1970. */
  lastBackupAt: number | null;
  lastBackupSeen: BackupSeen;
  /** Accounts, and records of all kinds, that no backup holds as they are now. */
  missingAccounts: number;
  missing: number;
  /** A search whose findings are not in the wallet. */
  search: SearchState | 'none';
  /** Accounts it has found. */
  found: number;
  /** What was read or made and waits for a word of the person, while the page is open. */
  waiting: readonly Waiting[];
}

/** What the popup shows. */
export interface Summary extends Facts {
  state: 'unknown' | 'absent' | 'locked' | 'unlocked';
  /** What to know first: the engine's word, for the popup and the badge alike. */
  headline: Headline;
}

/** Survives the browser's end (`chrome.storage.local`). */
interface Stored extends Facts {
  vault: 'absent' | 'present';
  /** What to know first while the page is open, and once it is closed. */
  headline: Headline;
  onceClosed: Headline;
  /** What was last saved: the marker beside the two copies of the vault. */
  last: SightingView | null;
}

/** Nothing is known, or nothing is there. */
const NOTHING: Omit<Stored, 'vault'> = {
  accounts: 0,
  cover: 'empty',
  lastBackupAt: null,
  lastBackupSeen: 'saved',
  missingAccounts: 0,
  missing: 0,
  search: 'none',
  found: 0,
  waiting: [],
  headline: { foremost: 'empty', calls: false },
  onceClosed: { foremost: 'empty', calls: false },
  last: null,
};

const SUMMARY = 'summary';
/** In `chrome.storage.session`: milliseconds since 1970; there while the vault is open. */
const LOCK_AT = 'lockAt';
const ALARM = 'auto-lock';

/** `closed`: a tab that was closed just now. */
export async function readSummary(closed?: number): Promise<Summary> {
  const [stored, lockAt, pageOpen] = await Promise.all([readStored(), readLockAt(), isPageOpen(closed)]);
  if (stored === null) {
    const { last: _, onceClosed: __, ...nothing } = NOTHING;
    return { state: 'unknown', ...nothing };
  }
  const { vault, last: _, onceClosed, ...facts } = stored;
  if (vault === 'absent') return { state: 'absent', ...facts };
  if (pageOpen && lockAt !== null && lockAt > Date.now()) return { state: 'unlocked', ...facts };
  // A search that can go on waits; that is the engine's to know. What was only read, or made and not saved, is gone.
  const search = onceClosed.foremost === 'search-waiting' ? 'waiting' : 'none';
  return { state: 'locked', ...facts, headline: onceClosed, search, waiting: [] };
}

/** Whether a vault was ever made here (and not deleted on purpose), and what was last saved of it. */
export async function readMarker(): Promise<Marker> {
  const stored = await readStored();
  return { expected: stored?.vault === 'present', last: stored?.last ?? null };
}

/** There is no vault. */
export async function noteAbsent(): Promise<void> {
  await write({ vault: 'absent', ...NOTHING });
  await noteLocked();
}

/** The vault is open, and these are its numbers. */
export async function noteOpen(facts: Omit<Stored, 'vault'>): Promise<void> {
  await write({ vault: 'present', ...facts });
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

/** Shows "!" on the toolbar while something would be lost, or waits for a word of the person: what the popup then begins with. */
export async function drawBadge(closed?: number): Promise<void> {
  const { state, headline } = await readSummary(closed);
  const wanting = (state === 'locked' || state === 'unlocked') && headline.calls;
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
  const { vault, accounts, cover, lastBackupAt, lastBackupSeen, missingAccounts, missing, search, found, waiting, headline, onceClosed, last } =
    value as Record<string, unknown>;
  if (vault !== 'absent' && vault !== 'present') return null;
  return {
    vault,
    accounts: numberIn(accounts),
    cover: isOneOf(COVERS, cover) ? cover : 'empty',
    lastBackupAt: typeof lastBackupAt === 'number' ? lastBackupAt : null,
    lastBackupSeen: lastBackupSeen === 'opened' ? 'opened' : 'saved',
    missingAccounts: numberIn(missingAccounts),
    missing: numberIn(missing),
    search: isOneOf(SEARCHES, search) ? search : 'none',
    found: numberIn(found),
    waiting: Array.isArray(waiting) ? waiting.filter((word) => isOneOf(WAITING, word)) : [],
    headline: headlineIn(headline),
    onceClosed: headlineIn(onceClosed),
    last: parseSighting(last),
  };
}

/** Every word there is of a kind, so that a new one cannot be forgotten: it would be read back as that there is nothing. */
type Words<Word extends string> = Readonly<Record<Word, true>>;

const COVERS: Words<Cover> = { empty: true, never: true, behind: true, unchecked: true, covered: true };
const WAITING: Words<Waiting> = { 'unsaved-backup': true, 'chosen-file': true, 'read-file': true, findings: true };
const SEARCHES: Words<Facts['search']> = { none: true, waiting: true, running: true, resting: true };
const FOREMOST: Words<Foremost> = {
  'chosen-file': true,
  'read-file': true,
  findings: true,
  'search-waiting': true,
  'search-running': true,
  'search-resting': true,
  'unsaved-backup': true,
  'no-backup': true,
  'backup-behind': true,
  'backup-unchecked': true,
  covered: true,
  empty: true,
};

function headlineIn(value: unknown): Headline {
  if (typeof value !== 'object' || value === null) return NOTHING.headline;
  const { foremost, calls } = value as Record<string, unknown>;
  return { foremost: isOneOf(FOREMOST, foremost) ? foremost : 'empty', calls: calls === true };
}

/** Whether it is one of these words; what every object has is none. */
function isOneOf<Word extends string>(words: Words<Word>, word: unknown): word is Word {
  return typeof word === 'string' && Object.hasOwn(words, word);
}

function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

async function readLockAt(): Promise<number | null> {
  const value: unknown = (await chrome.storage.session.get(LOCK_AT))[LOCK_AT];
  return typeof value === 'number' ? value : null;
}
