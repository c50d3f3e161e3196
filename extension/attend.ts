// Connects a running engine to the browser around it: numbers for the popup, auto-lock, and the popup's wishes.
// It passes on what the engine says; it decides only when "now" is.

import { onMessage, type Route } from './chrome/browser';
import { noteAbsent, noteLocked, noteOpen, notePresent, setLockAt } from './chrome/summary';
import type { EngineClient } from './engine';
import type { Snapshot } from './engine.types';

/** A touch is passed on at most this often. */
const TOUCH_EVERY_MS = 15_000;

/** Call once, on the page. */
export function attend(engine: EngineClient, go: (route: Route) => void): void {
  let minutes: number | null = null;
  let lockAt = Number.POSITIVE_INFINITY;
  let touchedAt = 0;

  const touch = (): void => {
    const now = Date.now();
    if (minutes === null) return;
    // After a sleep the alarm may come later than the first key press: the deadline counts, not the alarm.
    if (now >= lockAt) {
      lock();
      return;
    }
    if (now - touchedAt < TOUCH_EVERY_MS) return;
    postpone(now, minutes);
    void engine.send({ type: 'touch' });
  };

  const postpone = (now: number, by: number): void => {
    touchedAt = now;
    lockAt = now + by * 60_000;
    void setLockAt(lockAt);
  };

  const lock = (): void => {
    lockAt = Number.POSITIVE_INFINITY;
    void engine.send({ type: 'lock' });
  };

  for (const type of ['pointerdown', 'keydown', 'wheel'] as const) {
    document.addEventListener(type, touch, { capture: true, passive: true });
  }
  document.addEventListener('visibilitychange', () => {
    if (Date.now() >= lockAt) lock();
  });

  onMessage((message) => {
    if (message.type === 'lock') lock();
    else if (message.type === 'go') go(message.route);
  });

  let noted: Promise<void> = Promise.resolve();
  engine.onSnapshot((snapshot) => {
    const before = minutes;
    minutes = snapshot.vault.state === 'unlocked' ? (snapshot.settings?.autoLockMinutes ?? null) : null;
    if (minutes === null) {
      lockAt = Number.POSITIVE_INFINITY;
    } else if (minutes !== before || (isWorking(snapshot) && Date.now() - touchedAt >= TOUCH_EVERY_MS)) {
      // Progress of a recovery counts as a touch; waiting for somebody who is not there does not.
      postpone(Date.now(), minutes);
    }
    noted = noted.then(() => note(snapshot)).catch(() => {});
  });
}

function isWorking(snapshot: Snapshot): boolean {
  return snapshot.recovery.step === 'running';
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
        lastBackupAt: summary.lastBackupAt,
        changesSinceBackup: summary.changesSinceBackup,
      });
    }
    case 'starting':
    case 'opening':
    case 'elsewhere':
      return;
  }
}
