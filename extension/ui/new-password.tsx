// Knows how a new password is chosen: typed twice, its strength shown, a weak one only with an explicit yes.
// The password leaves through `onReady` once, and is forgotten here.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { SHORTEST_FILE_PASSWORD, SHORTEST_UNLOCK_PASSWORD } from '../engine.limits';
import { Button } from './button';
import { Checkbox, PasswordField } from './field';
import { useSession } from './session';
import { FAIR, type Strength, estimateStrength, ownNames } from './strength';
import { type TextKey, t } from './texts';

/** How short a password may be: what the engine asks for, and as it counts. */
interface PasswordFloor {
  readonly shortest: number;
  readonly length: (password: string) => number;
}

/** Of the unlock password: it counts characters of Unicode. */
export const UNLOCK_PASSWORD: PasswordFloor = { shortest: SHORTEST_UNLOCK_PASSWORD, length: (password) => [...password].length };

/** Of a file's password: it counts UTF-16 units, as those who open the file do. A phone asks for more of some passwords, and the engine says so. */
export const FILE_PASSWORD: PasswordFloor = { shortest: SHORTEST_FILE_PASSWORD, length: (password) => password.length };

interface NewPasswordProps {
  readonly label: string;
  readonly hint: string;
  readonly submit: string;
  /** How short it may be. */
  readonly floor: PasswordFloor;
  readonly busy: boolean;
  readonly onReady: (password: string) => void;
  /** Test ids: `<name>-password`, `<name>-repeat`, `<name>-weak`, `<name>-submit`, `<name>-strength`. */
  readonly name: string;
  /** The way back, beside the button. */
  readonly children?: ComponentChildren;
}

/** The two fields, the meter and the button. */
export const NewPassword = ({ label, hint, submit, floor, busy, onReady, name, children }: NewPasswordProps): JSX.Element => {
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [accepted, setAccepted] = useState(false);
  const [tried, setTried] = useState(false);
  const { wallet } = useSession();
  const names = useMemo(() => ownNames(wallet), [wallet]);
  const strength = useStrength(password, names);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const sending = useRef(false);

  const long = floor.length(password) >= floor.shortest;
  const weak = long && strength !== null && strength < FAIR;
  const differs = repeat !== '' && !password.startsWith(repeat) ? true : tried && repeat !== password;

  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!long) return first.current?.focus();
    if (repeat !== password) return second.current?.focus();
    if (busy || sending.current) return;
    sending.current = true;
    const fair = (await estimateStrength(password, names)) >= FAIR;
    sending.current = false;
    if (fair || accepted) onReady(password);
  };
  const change = (value: string): void => {
    setPassword(value);
    setAccepted(false);
  };

  return (
    <form class="stack" onSubmit={(event) => void send(event)}>
      <PasswordField
        label={label}
        hint={hint}
        value={password}
        onInput={change}
        autocomplete="new-password"
        disabled={busy}
        error={tried && !long ? t('password_too_short', { shortest: floor.shortest }) : null}
        inputRef={first}
        testId={`${name}-password`}
      />
      {password !== '' && <Meter strength={long ? strength : 0} testId={`${name}-strength`} />}
      <PasswordField
        label={t('password_repeat')}
        value={repeat}
        onInput={setRepeat}
        autocomplete="new-password"
        disabled={busy}
        error={differs ? t('password_differs') : null}
        inputRef={second}
        testId={`${name}-repeat`}
      />
      {weak && (
        <Checkbox label={t('password_weak_accept')} checked={accepted} onChange={setAccepted} testId={`${name}-weak`} />
      )}
      <div class="actions">
        <Button kind="primary" type="submit" disabled={busy || (weak && !accepted)} testId={`${name}-submit`}>
          {submit}
        </Button>
        {children}
      </div>
    </form>
  );
};

const WORDS: Readonly<Record<Strength, TextKey>> = {
  0: 'strength_0',
  1: 'strength_1',
  2: 'strength_2',
  3: 'strength_3',
  4: 'strength_4',
};

interface MeterProps {
  readonly strength: Strength | null;
  readonly testId: string;
}

const Meter = ({ strength, testId }: MeterProps): JSX.Element => (
  <div class="strength" data-testid={testId} data-strength={strength ?? undefined}>
    <meter
      min={0}
      max={4}
      low={1.5}
      high={2.5}
      optimum={4}
      value={strength === null ? 0 : Math.max(0.35, strength)}
      aria-label={t('strength')}
    />
    <p class="hint" aria-live="polite">
      {strength === null ? t('strength_unknown') : t(WORDS[strength])}
    </p>
  </div>
);

function useStrength(password: string, names: readonly string[]): Strength | null {
  const [strength, setStrength] = useState<Strength | null>(null);
  useEffect(() => {
    if (password === '') {
      setStrength(null);
      return undefined;
    }
    let current = true;
    void estimateStrength(password, names).then((value) => {
      if (current) setStrength(value);
    });
    return () => {
      current = false;
    };
  }, [password, names]);
  return strength;
}
