// Knows how the backups that are known are listed: which file, when, what it lacks by now, and whether anybody has seen it since.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { BackupFileView } from '../../engine.types';
import { countList, sumOf } from '../../ui/counts';
import { Foreign } from '../../ui/foreign';
import { dateTime } from '../../ui/format';
import { Badge, Empty } from '../../ui/page';
import { useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { FORMATS } from '../import/formats';

/** The list, asked for anew whenever the records or the backups change. */
export function useBackups(): readonly BackupFileView[] | null {
  const { send, snapshot, wallet } = useSession();
  const [backups, setBackups] = useState<readonly BackupFileView[] | null>(null);
  const { check, summary } = snapshot;
  const { accounts, identities, contacts } = wallet;
  // Few, and made anew with every change of the records.
  const ledgers = JSON.stringify(wallet.ledgers);
  const remembered = check.step === 'checked' && check.remembered;
  const last = summary?.backup.last?.at;
  useEffect(() => {
    let isCurrent = true;
    void send({ check: 'backups' }).then((reply) => {
      if (isCurrent && reply.ok) setBackups(reply.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [send, accounts, identities, contacts, ledgers, remembered, last]);
  return backups;
}

/** The backups that are known, the newest first. */
export const BackupList = (): JSX.Element => {
  const backups = useBackups();
  return (
    <section class="group" data-testid="backup-list" data-count={backups?.length}>
      <h2 class="section-title">{t('backups_title')}</h2>
      {backups !== null && backups.length === 0 && (
        <Empty title={t('backups_none')}>
          <div class="actions">
            <a class="button button-primary" href={linkTo('export')}>
              {t('overview_first_backup')}
            </a>
          </div>
        </Empty>
      )}
      {backups !== null && backups.length > 0 && (
        <ul class="rows">
          {backups.map((backup) => (
            <BackupRow key={`${backup.at} ${backup.fingerprint}`} backup={backup} />
          ))}
        </ul>
      )}
    </section>
  );
};

const BackupRow = ({ backup }: { readonly backup: BackupFileView }): JSX.Element => {
  const lacks = sumOf(backup.lacks);
  return (
    <li
      class="row"
      data-testid="backup-row"
      data-checked={String(backup.checked !== null)}
      data-lacks={lacks}
      data-fingerprint={backup.fingerprint}
    >
      <div class="row-main">
        <p class="row-title">
          {backup.name === '' ? t('undo_of_file_without_name') : <Foreign text={backup.name} />}{' '}
          <Badge tone={backup.checked === null ? 'warn' : 'good'}>
            {t(backup.checked === null ? 'backup_unchecked' : 'backup_checked')}
          </Badge>{' '}
          <Badge tone={lacks === 0 ? 'good' : 'warn'}>{t(lacks === 0 ? 'backup_whole' : 'backup_behind')}</Badge>
        </p>
        <p class="row-sub">{backupFacts(backup).join(' · ')}</p>
        <p class="row-sub">
          {t('fingerprint')} <span class="mono">{backup.fingerprint}</span>
        </p>
        <p class="row-reason">{lacks === 0 ? t('backup_lacks_nothing') : t('backup_lacks', { what: countList(backup.lacks) })}</p>
      </div>
    </li>
  );
};

/** What it is, when it was seen, and what it holds. */
export function backupFacts({ format, files, at, seen, checked, holds }: BackupFileView): readonly string[] {
  return [
    t(FORMATS[format].kind),
    ...(files > 1 ? [tn('count_files', files)] : []),
    t(seen === 'saved' ? 'backup_made' : 'backup_opened', { when: dateTime(at) }),
    ...(checked === null ? [] : [t('backup_checked_at', { when: dateTime(checked) })]),
    countList(holds, 'accounts'),
  ];
}
