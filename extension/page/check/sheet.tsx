// Knows the recovery sheet: one page to print and to keep in a drawer. It says what there is and where to look, and nothing that opens it.
// Where things are kept, the person types; that is printed and stored nowhere.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { KeysPlace, SheetView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Foreign } from '../../ui/foreign';
import { dateTime } from '../../ui/format';
import { PrintIcon } from '../../ui/icons';
import { PageTitle } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';
import { linkTo } from '../app/route';
import { nameOfGenesis } from '../settings/network';
import { backupFacts } from './list';

const KEYS: Readonly<Record<KeysPlace, TextKey>> = {
  both: 'sheet_keys_both',
  computer: 'sheet_keys_backup',
  ledger: 'sheet_keys_ledger',
  nowhere: 'sheet_keys_nowhere',
};

/** The sheet, on the screen and on paper. */
export const RecoverySheet = (): JSX.Element => {
  const { wallet } = useSession();
  const { run, fault } = useAction();
  const { accounts, identities } = wallet;
  // Few, and made anew with every change of the records.
  const ledgers = JSON.stringify(wallet.ledgers);
  const [sheet, setSheet] = useState<SheetView | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void run({ check: 'sheet' }).then((done) => {
      if (isCurrent && done !== null) setSheet(done.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [run, accounts, identities, ledgers]);
  return (
    <>
      <PageTitle>{t('sheet_title')}</PageTitle>
      <div class="actions">
        <a class="button button-quiet" href={linkTo('check')}>
          {t('sheet_back')}
        </a>
      </div>
      {fault !== null && <FaultPanel fault={fault} />}
      {sheet === null ? fault === null && <Busy sentence={t('preview_rows_coming')} /> : <Paper sheet={sheet} />}
    </>
  );
};

const Paper = ({ sheet }: { readonly sheet: SheetView }): JSX.Element => {
  const { snapshot } = useSession();
  return (
    <article class="card sheet" data-testid="recovery-sheet">
      <h2 class="sheet-title">{t('sheet_heading')}</h2>
      <div class="actions">
        <Button kind="primary" onClick={() => print()} testId="sheet-print">
          <PrintIcon />
          {t('sr_print')}
        </Button>
      </div>
      <p>{t('sheet_safe')}</p>
      <p class="hint">{t('sheet_at', { when: dateTime(sheet.at) })}</p>
      <section class="sheet-part">
        <h3>{t('sheet_do')}</h3>
        <ol class="sheet-steps">
          <li>{t('sheet_do_install')}</li>
          {sheet.backups.length > 0 && <li>{t('sheet_do_import')}</li>}
          {sheet.ledgers.length > 0 && <li>{t('sheet_do_recover')}</li>}
          <li>{t('sheet_do_nobody')}</li>
        </ol>
      </section>
      <section class="sheet-part">
        <h3>{t('sheet_files')}</h3>
        {sheet.backups.length === 0 ? (
          <p>{t('backups_none')}</p>
        ) : (
          <ul>
            {sheet.backups.map((backup) => (
              <li key={`${backup.at} ${backup.fingerprint}`}>
                <strong>{backup.name === '' ? t('undo_of_file_without_name') : <Foreign text={backup.name} />}</strong>
                {' · '}
                {backupFacts(backup).join(' · ')} · {t('fingerprint')} <span class="mono">{backup.fingerprint}</span>
                {backup.checked === null && ` · ${t('backup_unchecked')}`}
              </li>
            ))}
          </ul>
        )}
        <Kept label="sheet_kept_files" testId="sheet-files" />
      </section>
      {sheet.ledgers.length > 0 && (
        <section class="sheet-part">
          <h3>{t('sheet_ledgers')}</h3>
          <ul>
            {sheet.ledgers.map(({ id, name, model }) => (
              <li key={id}>
                {name !== '' && (
                  <>
                    <Foreign text={name} />:{' '}
                  </>
                )}
                {model === null ? t('sheet_ledger', { id }) : t('sheet_ledger_model', { id, model })}
              </li>
            ))}
          </ul>
          <Kept label="sheet_kept_ledger" testId="sheet-ledger" />
        </section>
      )}
      {sheet.networks.map(({ network, identities, accounts }) => (
        <section key={network} class="sheet-part">
          <h3>{nameOfGenesis(snapshot, network)}</h3>
          {identities.length > 0 && (
            <>
              <h4>{t('kind_identity')}</h4>
              <ul>
                {identities.map(({ name, number, ledger }, position) => (
                  <li key={position}>
                    <Foreign text={name} /> ·{' '}
                    {number === null || ledger === null
                      ? t('preview_identity_phone')
                      : t('preview_identity', { index: number, device: ledger })}
                  </li>
                ))}
              </ul>
            </>
          )}
          {accounts.length > 0 && (
            <>
              <h4>{t('kind_account')}</h4>
              <ul>
                {accounts.map(({ name, address, keys }) => (
                  <li key={address}>
                    <Foreign text={name} /> · {t(KEYS[keys])}
                    <br />
                    <span class="mono">{address}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      ))}
    </article>
  );
};

/** A line for the person to fill in, here or by hand on the paper. It grows with what is typed, so that all of it is printed. */
const Kept = ({ label, testId }: { readonly label: TextKey; readonly testId: string }): JSX.Element => {
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.blockSize = 'auto';
    element.style.blockSize = `${element.scrollHeight + 2}px`;
  }, [text]);
  return (
    <label class="sheet-kept">
      <span>{t(label)}</span>
      <textarea
        ref={area}
        rows={2}
        value={text}
        maxLength={500}
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        data-testid={testId}
      />
    </label>
  );
};
