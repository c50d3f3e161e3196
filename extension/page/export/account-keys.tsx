// Knows what is said about the keys of one account: where they are, what carries them, and the way to get them out
// as a file that anybody can read.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { AccountView, KeyFile, KeysCheckView } from '../../engine.types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { Checkbox, PasswordField } from '../../ui/field';
import { AlertIcon, ImportIcon, KeyIcon, NodeIcon } from '../../ui/icons';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';
import { linkTo } from '../app/route';
import { KeysCheckLine } from '../keys/check';
import { areHere } from '../keys/place';
import { currentNetwork } from '../settings/network';
import { Remove } from '../wallet/remove';

/** Where the keys are, in sentences. */
export const AccountKeys = ({
  account,
  onRemoved,
}: {
  readonly account: AccountView;
  readonly onRemoved: (name: string) => void;
}): JSX.Element => {
  const { wallet } = useSession();
  const check = wallet.keysChecks.find(({ network, account: id }) => network === account.network && id === account.id);
  return (
    <section class="card" data-testid="account-keys" data-keys={account.keys}>
      <h2>{t('account_keys')}</h2>
      <p>{t(textOf(account))}</p>
      {areHere(account.keys) && (
        <>
          {check !== undefined && <Compared check={check.check} />}
          <p>{t('account_keys_computer_backup')}</p>
          <div class="actions">
            <a class="button" href={linkTo('export')}>
              {t('account_keys_backup')}
            </a>
            <KeyExport account={account} />
            <Remove
              target={{ what: 'account-keys', network: account.network, id: account.id }}
              name={account.name}
              onRemoved={onRemoved}
            />
          </div>
        </>
      )}
    </section>
  );
};

/** What the chain makes of them, and the question to it. */
const Compared = ({ check }: { readonly check: KeysCheckView }): JSX.Element => {
  const { snapshot } = useSession();
  const ask = useAction();
  return (
    <div class="stack-small">
      <KeysCheckLine check={check} />
      {ask.fault !== null && <FaultPanel fault={ask.fault} />}
      <div class="actions">
        <Button
          disabled={ask.busy || check.state === 'asking'}
          onClick={() => void ask.run({ chain: 'check' })}
          testId="keys-compare"
        >
          <NodeIcon />
          {t(check.state === 'not-compared' ? 'keys_compare' : 'keys_compare_again')}
        </Button>
        {check.state === 'not-compared' && (
          <span class="hint">{t('chain_learns', { url: currentNetwork(snapshot)?.nodeUrl ?? '' })}</span>
        )}
      </div>
    </div>
  );
};

function textOf({ keys, credentials }: AccountView): TextKey {
  switch (keys) {
    case 'both':
      return 'account_keys_both';
    case 'computer':
      return 'account_keys_computer';
    case 'ledger':
      return 'account_keys_ledger';
    case 'nowhere': {
      const removed = credentials.length > 0 && credentials.every(({ standing }) => standing === 'not-on-account');
      return removed ? 'account_read_only_text' : 'account_keys_nowhere';
    }
  }
}

/** The button, and the dialog behind it. */
const KeyExport = ({ account }: { readonly account: AccountView }): JSX.Element => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)} testId="account-key-export">
        <KeyIcon />
        {t('key_export_open')}
      </Button>
      {open && <KeyExportDialog account={account} onClose={() => setOpen(false)} />}
    </>
  );
};

interface KeyExportDialogProps {
  readonly account: AccountView;
  readonly onClose: () => void;
}

/** First the warning and the unlock password, then the file. Whichever way it is left, the engine forgets the file. */
const KeyExportDialog = ({ account, onClose }: KeyExportDialogProps): JSX.Element => {
  const { send } = useSession();
  const [file, setFile] = useState<KeyFile | null>(null);
  // Also when the answer is still on its way: a file that arrives after the dialog is gone is nobody's.
  useEffect(() => () => void send({ export: 'account-key-done' }), [send]);
  return (
    <Dialog title={t(file === null ? 'key_export_title' : 'key_export_ready')} onClose={onClose}>
      {file === null ? (
        <Ask account={account} onFile={setFile} onClose={onClose} />
      ) : (
        <Hand file={file} onClose={onClose} />
      )}
    </Dialog>
  );
};

interface AskProps extends KeyExportDialogProps {
  readonly onFile: (file: KeyFile) => void;
}

const Ask = ({ account, onFile, onClose }: AskProps): JSX.Element => {
  const [understood, setUnderstood] = useState(false);
  const [password, setPassword] = useState('');
  const ask = useAction();
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!understood || password === '' || ask.busy) return;
    const done = await ask.run({ export: { 'account-key': { network: account.network, id: account.id, password } } });
    if (done !== null) onFile(done.value);
  };
  return (
    <form class="stack" onSubmit={(event) => void send(event)}>
      <div class="panel panel-bad" role="note">
        <AlertIcon />
        <div class="panel-body">
          <p class="panel-title">{t('key_export_danger', { name: account.name })}</p>
          <p>{t('key_export_danger_text')}</p>
        </div>
      </div>
      <p>{t('key_export_instead')}</p>
      <Checkbox
        label={t('key_export_understood')}
        checked={understood}
        onChange={setUnderstood}
        testId="key-export-understood"
      />
      <PasswordField
        label={t('key_export_password')}
        hint={t('key_export_password_hint')}
        value={password}
        onInput={setPassword}
        autocomplete="off"
        disabled={ask.busy}
        testId="key-export-password"
      />
      {ask.fault !== null && <FaultPanel fault={ask.fault} />}
      <div class="actions actions-end">
        <Button onClick={onClose} testId="dialog-cancel">
          {t('cancel')}
        </Button>
        <Button
          kind="danger"
          type="submit"
          disabled={!understood || password === '' || ask.busy}
          testId="key-export-submit"
        >
          {t('key_export_submit')}
        </Button>
      </div>
    </form>
  );
};

interface HandProps {
  readonly file: KeyFile;
  readonly onClose: () => void;
}

const Hand = ({ file, onClose }: HandProps): JSX.Element => {
  const [taken, setTaken] = useState(false);
  return (
    <div class="stack" data-testid="key-export-file" data-file-name={file.fileName}>
      <p class="mono file-name">
        <bdi>{file.fileName}</bdi>
      </p>
      <NoticeList notices={file.notices} />
      <ul class="advice">
        <li>{t('key_export_after_place')}</li>
        <li>{t('key_export_after_delete')}</li>
        <li>{t('key_export_after_nobody')}</li>
      </ul>
      <div class="actions actions-end">
        <Button kind={taken ? 'primary' : 'plain'} onClick={onClose} testId="key-export-done">
          {t('key_export_done')}
        </Button>
        <a
          class={taken ? 'button' : 'button button-primary'}
          href={file.url}
          download={file.fileName}
          onClick={() => setTaken(true)}
          data-testid="key-export-download"
        >
          <ImportIcon />
          {t(taken ? 'save_download_again' : 'save_download')}
        </a>
      </div>
    </div>
  );
};
