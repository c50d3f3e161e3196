// Knows the last half minute before the vault locks by itself, and what is said afterwards: why it did.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { LockCause } from '../../engine.types';
import { Button } from '../../ui/button';
import { LockIcon } from '../../ui/icons';
import { useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';

/** How many seconds are left; `null` until the engine has it said, and once it locks. */
function useSecondsLeft(locksAt: number | null, warnsAt: number | null): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    setLeft(null);
    if (locksAt === null || warnsAt === null) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const [rest, early] = [locksAt - Date.now(), warnsAt - Date.now()];
      setLeft(early > 0 || rest <= 0 ? null : Math.ceil(rest / 1000));
      if (rest > 0) timer = setTimeout(look, early > 0 ? early : 1000);
    };
    look();
    return () => clearTimeout(timer);
  }, [locksAt, warnsAt]);
  return left;
}

/** "Locks in 30 seconds", and a button to stay. Any key or click puts it off as well. */
export const LockWarning = (): JSX.Element | null => {
  const { snapshot, send } = useSession();
  const { locksAt, warnsAt } = snapshot;
  const left = useSecondsLeft(locksAt, warnsAt);
  if (left === null) return null;
  return (
    <section class="lock-warning" aria-label={t('lock_soon_label')} data-testid="lock-warning">
      <LockIcon />
      <p>
        <span aria-hidden="true">{tn('lock_soon', left)}</span>
        <span class="visually-hidden" role="status">
          {tn('lock_soon', Math.round(((locksAt ?? 0) - (warnsAt ?? 0)) / 1000))}
        </span>
      </p>
      <Button kind="primary" onClick={() => void send({ vault: 'touch' })} testId="lock-stay">
        {t('lock_stay')}
      </Button>
    </section>
  );
};

/** Nothing is said of what a person did. */
const CAUSES: Readonly<Record<LockCause, TextKey | null>> = {
  hand: null,
  idle: 'locked_idle',
  clock: 'locked_clock',
  screen: 'locked_screen',
  'other-tab': 'locked_other_tab',
};

/** Why it is locked, if the person did not do it. */
export const WhyLocked = (): JSX.Element | null => {
  const { vault } = useSession().snapshot;
  const why = vault.state === 'locked' ? vault.why : null;
  const says = why === null ? null : CAUSES[why];
  return says === null ? null : (
    <p class="panel panel-info" data-testid="why-locked" data-cause={why}>
      {t(says)}
    </p>
  );
};
