// Knows the only way to delete everything: a button, an explanation, and a word that must be typed.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FaultPanel } from '../../ui/fault';
import { TextField } from '../../ui/field';
import { AlertIcon } from '../../ui/icons';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { keepUnsaved } from '../export/unsaved';

/** The button, and the dialog behind it. */
export const ResetVault = (): JSX.Element => {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const reset = useAction();
  // Known only while the vault is open; the sentence above says it for the other case. What a Ledger signs for as well stays.
  const keys = useSession().wallet.accounts.filter(({ keys }) => keys === 'computer').length;
  const armed = typed.trim().toLocaleLowerCase() === t('reset_word').toLocaleLowerCase();
  const close = (): void => {
    setOpen(false);
    setTyped('');
    reset.forget();
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!armed || (await reset.run({ vault: 'reset' })) === null) return;
    // What waited to be saved was of the wallet that is gone.
    keepUnsaved(null);
    close();
  };
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)} testId="vault-reset">
        {t('reset_open')}
      </Button>
      {open && (
        <Dialog title={t('reset_title')} onClose={close}>
          <form class="stack" onSubmit={(event) => void send(event)}>
            <p>{t('reset_what')}</p>
            <p>{t('reset_what_not')}</p>
            {keys > 0 && (
              <p class="panel panel-bad" data-testid="vault-reset-keys">
                <AlertIcon />
                <span class="panel-body">{tn('reset_keys', keys)}</span>
              </p>
            )}
            <TextField
              label={t('reset_type', { word: t('reset_word') })}
              value={typed}
              onInput={setTyped}
              testId="vault-reset-confirm"
            />
            {reset.fault !== null && <FaultPanel fault={reset.fault} />}
            <div class="actions actions-end">
              <Button onClick={close} testId="dialog-cancel">
                {t('cancel')}
              </Button>
              <Button kind="danger" type="submit" disabled={!armed || reset.busy} testId="vault-reset-submit">
                {t('reset_submit')}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
};
