// Knows how a text gets to the clipboard, and says so.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { CheckIcon, CopyIcon } from './icons';
import { t } from './texts';

const TOLD_FOR_MS = 2_000;

interface CopyButtonProps {
  /** What is copied; made when it is asked for, where it is long. */
  readonly text: string | (() => string);
  readonly label: ComponentChildren;
  readonly quiet?: boolean;
  readonly testId?: string;
}

/** Copies, and says "copied" for a moment. */
export const CopyButton = ({ text, label, quiet = false, testId }: CopyButtonProps): JSX.Element => {
  const [told, setTold] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (told === null) return undefined;
    const timer = setTimeout(() => setTold(null), TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = (): void => {
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setTold('copied'),
      () => setTold('refused'),
    );
  };
  return (
    <button
      type="button"
      class={quiet ? 'button button-quiet button-small' : 'button button-small'}
      onClick={copy}
      data-testid={testId}
      data-told={told ?? undefined}
    >
      {told === 'copied' ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{told === null ? label : told === 'copied' ? t('copied') : t('copy_refused')}</span>
    </button>
  );
};
