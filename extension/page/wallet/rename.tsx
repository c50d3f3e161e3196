// Knows how a record gets another name: a pencil, a field, two buttons.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { LONGEST_NAME } from '../../engine.limits';
import type { Intent } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { TextField } from '../../ui/field';
import { PencilIcon } from '../../ui/icons';
import { useAction } from '../../ui/session';
import { t } from '../../ui/texts';
import { useDraft } from '../drafts/draft';
import { NameRemark } from './name-remark';
import { isTooLong } from './too-long';

interface RenameProps {
  /** Which record it is. */
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly intent: (name: string) => Intent;
  /** Whether it may have no name. */
  readonly mayBeEmpty?: boolean;
  /** The address that is called so, where names of addresses must not be taken for one another. */
  readonly place?: { readonly network: string; readonly address: string };
}

/** The pencil, and the form behind it. */
export const Rename = ({ id, name, label, hint, intent, mayBeEmpty = false, place }: RenameProps): JSX.Element => {
  const { put, keep, leave } = useDraft('rename', (draft) => draft.id === id);
  const [typed, setTyped] = useState<string | null>(put?.name ?? null);
  const field = useRef<HTMLInputElement>(null);
  const rename = useAction();
  const open = typed !== null;
  useEffect(() => {
    if (open) field.current?.select();
  }, [open]);
  if (typed === null) {
    return (
      <button
        type="button"
        class="button button-quiet button-small"
        onClick={() => setTyped(name)}
        data-testid="rename"
      >
        <PencilIcon />
        {t('rename')}
        <bdi class="visually-hidden">{name}</bdi>
      </button>
    );
  }
  const close = (): void => {
    setTyped(null);
    leave();
    rename.forget();
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isTooLong(typed, LONGEST_NAME)) return;
    if (typed.trim() === name || (await rename.run(intent(typed.trim()))) !== null) close();
  };
  return (
    <form class="rename" onSubmit={(event) => void send(event)}>
      <TextField
        label={label}
        hint={hint}
        value={typed}
        onInput={(now) => {
          setTyped(now);
          keep({ at: 'rename', id, name: now });
        }}
        inputRef={field}
        longest={LONGEST_NAME}
        testId="rename-name"
      />
      {place !== undefined && <NameRemark network={place.network} address={place.address} name={typed} />}
      <div class="actions">
        <Button
          kind="primary"
          type="submit"
          disabled={rename.busy || (!mayBeEmpty && typed.trim() === '') || isTooLong(typed, LONGEST_NAME)}
          testId="rename-submit"
        >
          {t('rename_save')}
        </Button>
        <Button onClick={close}>{t('cancel')}</Button>
      </div>
      {rename.fault !== null && <FaultPanel fault={rename.fault} />}
    </form>
  );
};
