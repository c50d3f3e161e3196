// Connects a running engine to the browser around it: numbers for the popup, auto-lock, and the popup's wishes.
// It passes on what the engine says, when the vault locks as well; it decides only when "now" is, and what a person does.

import { type BrowserLockCause, giveBackOrigins, onMessage, type Route } from './chrome/browser';
import { noteAbsent, noteLocked, noteOpen, notePresent, setLockAt } from './chrome/summary';
import type { EngineClient } from './engine';
import type { Snapshot } from './engine.types';
import { nodesOf } from './page/settings/network';
import { sumOf } from './ui/counts';

/** A touch is passed on at most this often. */
const TOUCH_EVERY_MS = 15_000;

/** Call once, on the page. `leave` is called when the vault was locked. */
export function attend(engine: EngineClient, go: (route: Route) => void, leave: () => void): void {
  let lockAt: number | null = null;
  let touchedAt = 0;
  let nodes: string | null = null;
  let last: readonly string[] = [];
  let searching = false;

  const touch = (): void => {
    const now = Date.now();
    if (lockAt === null) return;
    // After a sleep the alarm may come later than the first key press: the deadline counts, not the alarm.
    if (now >= lockAt) {
      lock('idle');
      return;
    }
    if (now >= touchedAt && now - touchedAt < TOUCH_EVERY_MS) return;
    touchedAt = now;
    void engine.send({ vault: 'touch' });
  };

  const lock = (cause: BrowserLockCause): void => void engine.send({ vault: { 'lock-because': { cause } } });

  for (const type of ['pointerdown', 'keydown', 'wheel'] as const) {
    document.addEventListener(type, touch, { capture: true, passive: true });
  }
  document.addEventListener('visibilitychange', () => {
    if (lockAt !== null && Date.now() >= lockAt) lock('idle');
  });

  onMessage((message) => {
    if (message.type === 'lock') lock(message.why);
    else if (message.type === 'go') go(message.route);
  });

  let noted: Promise<void> = Promise.resolve();
  engine.onSnapshot((snapshot) => {
    const before = lockAt;
    lockAt = snapshot.locksAt;
    if (lockAt !== null && lockAt !== before) {
      const moment = lockAt;
      noted = noted.then(() => setLockAt(moment));
    }
    if (lockAt === null && before !== null) {
      noted = noted.then(noteLocked);
      // Which record was looked at is nobody's business any more.
      leave();
    }
    noted = noted.then(() => note(snapshot)).catch(() => {});
    // A node that is asked no longer keeps no right to be read, and no wallet means no nodes.
    const known = snapshot.vault.state === 'absent' ? [] : snapshot.settings === null ? null : nodesOf(snapshot);
    if (known !== null) last = known;
    // However a search by keys ended, also by a lock or on another page: its directory is asked no longer.
    const searched = searching;
    searching = snapshot.keySearch.step.at === 'running';
    if ((known !== null && known.join() !== nodes) || (searched && !searching)) {
      nodes = last.join();
      void giveBackOrigins(last);
    }
  });
}

async function note(snapshot: Snapshot): Promise<void> {
  switch (snapshot.vault.state) {
    case 'absent':
      return noteAbsent();
    case 'locked':
    case 'lost':
      await notePresent();
      return noteLocked();
    case 'unlocked': {
      const { summary } = snapshot;
      if (summary === null) return;
      return noteOpen({
        accounts: summary.counts.accounts,
        cover: summary.backup.cover,
        lastBackupAt: summary.backup.last?.at ?? null,
        lastBackupSeen: summary.backup.last?.seen ?? 'saved',
        missingAccounts: summary.backup.missing.accounts,
        missing: sumOf(summary.backup.missing),
        search: summary.search?.state ?? 'none',
        found: summary.search?.found ?? 0,
        waiting: summary.waiting,
        headline: summary.headline,
        onceClosed: summary.onceClosed,
        last: snapshot.keeping.last,
      });
    }
    case 'starting':
    case 'opening':
    case 'elsewhere':
      return;
  }
}
