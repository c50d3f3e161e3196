// Knows how keys and records are taken away: what would go is said first, and whether anything brings it back; then it can be taken back.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { BackupCover, RemovalTarget, RemovalView, Removable } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { sumOf } from '../../ui/counts';
import { Dialog } from '../../ui/dialog';
import { FaultPanel } from '../../ui/fault';
import { Checkbox } from '../../ui/field';
import { AlertIcon, CheckIcon } from '../../ui/icons';
import { Names } from '../../ui/names';
import { CountList } from '../../ui/page';
import { useAction } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { lastSentence } from '../export/backup-state';

const WORDS: Readonly<Record<Removable, { readonly open: TextKey; readonly title: TextKey; readonly submit: TextKey }>> = {
  'account-keys': { open: 'remove_keys_open', title: 'remove_keys_title', submit: 'remove_keys_submit' },
  account: { open: 'remove_account_open', title: 'remove_account_title', submit: 'remove_submit' },
  'identity-keys': { open: 'remove_keys_open', title: 'remove_keys_title', submit: 'remove_keys_submit' },
  identity: { open: 'remove_identity_open', title: 'remove_identity_title', submit: 'remove_submit' },
};

interface RemoveProps {
  readonly target: RemovalTarget;
  readonly name: string;
  readonly onRemoved: (name: string) => void;
}

/** The button, and the dialog behind it. */
export const Remove = (props: RemoveProps): JSX.Element => {
  const [open, setOpen] = useState(false);
  const { what } = props.target;
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)} testId={`remove-${what}`}>
        {t(WORDS[what].open)}
      </Button>
      {open && <RemoveDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
};

const RemoveDialog = ({
  target,
  name,
  onRemoved,
  onClose,
}: RemoveProps & { readonly onClose: () => void }): JSX.Element => {
  const [view, setView] = useState<RemovalView | null>(null);
  const [understood, setUnderstood] = useState(false);
  const ask = useAction();
  const remove = useAction();
  const { run } = ask;
  const { what, network, id } = target;
  useEffect(() => {
    let current = true;
    void run({ wallet: { 'removal-preview': { target: { what, network, id } } } }).then((done) => {
      if (current && done !== null) setView(done.value);
    });
    return () => {
      current = false;
    };
  }, [run, what, network, id]);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (view === null || (isLoss(view) && !understood) || remove.busy) return;
    if ((await remove.run({ wallet: { remove: { target } } })) !== null) {
      onClose();
      onRemoved(name);
    }
  };
  return (
    <Dialog title={t(WORDS[what].title, { name })} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        {view === null && ask.fault === null && <Busy sentence={t('remove_counting')} />}
        {ask.fault !== null && <FaultPanel fault={ask.fault} />}
        {view !== null && <Consequences view={view} />}
        {view !== null && isLoss(view) && (
          <Checkbox
            label={t('remove_understood')}
            checked={understood}
            onChange={setUnderstood}
            testId="remove-understood"
          />
        )}
        {remove.fault !== null && <FaultPanel fault={remove.fault} />}
        <div class="actions actions-end">
          <Button onClick={onClose} testId="dialog-cancel">
            {t('cancel')}
          </Button>
          {view !== null && view.backup.state !== 'covered' && (
            <a class="button" href={linkTo('export')} data-testid="remove-backup-first">
              {t('remove_backup_first')}
            </a>
          )}
          <Button
            kind="danger"
            type="submit"
            disabled={view === null || (isLoss(view) && !understood) || remove.busy}
            testId="remove-submit"
          >
            {t(WORDS[what].submit)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

/** Whether keys go that no backup has, as far as is known. */
function isLoss({ keys, identityKeys, backup }: RemovalView): boolean {
  return keys + identityKeys > 0 && backup.state !== 'covered';
}

const NAMES_SHOWN = 6;

const Consequences = ({ view }: { readonly view: RemovalView }): JSX.Element => {
  const { gone, accounts, keys, identityKeys, relisted, isFoundAgain, keysLeft, backup } = view;
  return (
    <div
      class="stack"
      data-testid="removal"
      data-keys={keys}
      data-identity-keys={identityKeys}
      data-accounts={gone.accounts}
      data-found-again={String(isFoundAgain)}
      data-backup={backup.state}
    >
      <p>{t('remove_chain')}</p>
      {keys > 0 && <p>{tn('remove_keys_gone', keys)}</p>}
      {identityKeys > 0 && <p>{tn('remove_identity_keys_gone', identityKeys)}</p>}
      {keysLeft === 'ledger' && <p>{t('remove_keys_left_ledger')}</p>}
      {keysLeft === 'nowhere' && <p>{t('remove_keys_left_nowhere')}</p>}
      {sumOf(gone) > 0 && (
        <>
          <p>{t('remove_gone')}</p>
          <CountList counts={gone} />
        </>
      )}
      {accounts.length > 1 && <Names names={accounts} most={NAMES_SHOWN} />}
      {relisted > 0 && <p>{tn('remove_relisted', relisted)}</p>}
      {sumOf(gone) > 0 && <p>{t(isFoundAgain ? 'remove_found_again' : 'remove_not_found_again')}</p>}
      <p
        class={backup.state === 'covered' ? 'panel panel-info' : 'panel panel-bad'}
        data-testid="removal-backup"
        data-state={backup.state}
      >
        {backup.state === 'covered' ? <CheckIcon /> : <AlertIcon />}
        <span class="panel-body">{coverSentence(backup)}</span>
      </p>
      <p class="hint">{t('remove_undo')}</p>
    </div>
  );
};

function coverSentence(backup: BackupCover): string {
  switch (backup.state) {
    case 'none':
      return t('remove_backup_none');
    case 'behind':
      return `${t('remove_backup_behind')} ${lastSentence(backup.last, Date.now())}`;
    case 'covered':
      return `${t('remove_backup_covered')} ${lastSentence(backup.last, Date.now())}`;
  }
}

interface RemovedProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** After the deed: what was removed, and the way back. */
export const Removed = ({ name, onClose }: RemovedProps): JSX.Element => {
  const undo = useAction();
  const takeBack = async (): Promise<void> => {
    if ((await undo.run({ import: 'undo' })) !== null) onClose();
  };
  return (
    <section class="panel panel-info" role="status" data-testid="removed">
      <CheckIcon />
      <div class="panel-body panel-line">
        <p>{t('removed', { name })}</p>
        {undo.fault !== null && <FaultPanel fault={undo.fault} />}
        <div class="actions">
          <Button disabled={undo.busy} onClick={() => void takeBack()} testId="removed-undo">
            {t('removed_undo')}
          </Button>
          <Button kind="quiet" onClick={onClose} testId="removed-close">
            {t('removed_close')}
          </Button>
        </div>
      </div>
    </section>
  );
};
