// Knows the last half minute before the vault locks by itself, and what is said afterwards: why it did.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { LockCause } from '../../ui/lock-cause';
import { lockCause } from '../../ui/lock-cause';
import { Button } from '../../ui/button';
import { LockIcon } from '../../ui/icons';
import { useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';

const WARN_MS = 30_000;

/** How many seconds are left; `null` while there is more than half a minute, or none. */
function useSecondsLeft(locksAt: number | null): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    setLeft(null);
    if (locksAt === null) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const rest = locksAt - Date.now();
      setLeft(rest > WARN_MS || rest <= 0 ? null : Math.ceil(rest / 1000));
      if (rest > 0) timer = setTimeout(look, rest > WARN_MS ? rest - WARN_MS : 1000);
    };
    look();
    return () => clearTimeout(timer);
  }, [locksAt]);
  return left;
}

/** "Locks in 30 seconds", and a button to stay. Any key or click puts it off as well. */
export const LockWarning = (): JSX.Element | null => {
  const { snapshot, send } = useSession();
  const left = useSecondsLeft(snapshot.locksAt);
  if (left === null) return null;
  return (
    <section class="lock-warning" aria-label={t('lock_soon_label')} data-testid="lock-warning">
      <LockIcon />
      <p>
        <span aria-hidden="true">{tn('lock_soon', left)}</span>
        <span class="visually-hidden" role="status">
          {tn('lock_soon', WARN_MS / 1000)}
        </span>
      </p>
      <Button kind="primary" onClick={() => void send({ vault: 'touch' })} testId="lock-stay">
        {t('lock_stay')}
      </Button>
    </section>
  );
};

const CAUSES: Readonly<Record<LockCause, TextKey>> = { idle: 'locked_idle', screen: 'locked_screen' };

/** Why it is locked, if the person did not do it. */
export const WhyLocked = (): JSX.Element | null => {
  const cause = lockCause();
  return cause === null ? null : (
    <p class="panel panel-info" data-testid="why-locked" data-cause={cause}>
      {t(CAUSES[cause])}
    </p>
  );
};
