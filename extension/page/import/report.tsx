// Knows the report after an import or a recovery: what was done, what was not and why, and the way back.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { Counts, ImportView, ReportOutcome } from '../../engine.types';
import { Button } from '../../ui/button';
import { sumOf } from '../../ui/counts';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { AlertIcon, CheckIcon, InfoIcon } from '../../ui/icons';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { STEP_HEADING } from '../../ui/kept-focus';
import { formatNumber, t, type TextKey, tn } from '../../ui/texts';
import { UseNetwork } from '../app/other-networks';
import { goTo, linkTo } from '../app/route';
import { backupSentence } from '../export/backup-state';
import { nameOfGenesis } from '../settings/network';
import { sourceOf } from './formats';
import { tellUndone } from './take-back';

const KINDS: readonly (readonly [keyof Counts, TextKey])[] = [
  ['accounts', 'kind_account'],
  ['identities', 'kind_identity'],
  ['credentials', 'kind_credential'],
  ['cosigners', 'kind_cosigner'],
  ['contacts', 'kind_contact'],
  ['devices', 'kind_device'],
];

const COLUMNS = [
  ['added', 'report_added'],
  ['updated', 'report_updated'],
  ['unchanged', 'report_unchanged'],
  ['leftOut', 'report_left_out'],
] as const;

/** What became of the whole, in words and in colour. */
const OUTCOMES: Readonly<
  Record<ReportOutcome, { readonly title: TextKey; readonly text: TextKey; readonly tone: 'good' | 'warn' }>
> = {
  everything: { title: 'report_title', text: 'report_text', tone: 'good' },
  'in-part': { title: 'report_title_part', text: 'report_text_part', tone: 'warn' },
  unchanged: { title: 'report_title_nothing', text: 'report_text_nothing', tone: 'good' },
  refused: { title: 'report_title_refused', text: 'report_text_refused', tone: 'warn' },
};

/** The report. */
export const Report = ({ view }: { readonly view: Extract<ImportView, { step: 'done' }> }): JSX.Element => {
  const { report, origin, canUndo, networks } = view;
  const away = networks.filter(({ inUse }) => !inUse);
  const isElsewhere = away.length === networks.length && away.length > 0;
  const { snapshot } = useSession();
  const close = useAction();
  const undo = useAction();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const kinds = KINDS.filter(
    ([kind]) => report.added[kind] + report.updated[kind] + report.unchanged[kind] + report.leftOut[kind] > 0,
  );
  const outcome = OUTCOMES[report.outcome];
  const changed = sumOf(report.added) + sumOf(report.updated) > 0;
  // A column of noughts says nothing, and a narrow window has no room for it.
  const columns = COLUMNS.filter(([column]) => sumOf(report[column]) > 0);
  const backup = snapshot.summary?.backup;
  const leave = async (): Promise<void> => {
    if ((await close.run({ import: 'cancel' })) !== null) goTo('accounts');
  };
  // Whoever imported a file finds this below the report; a recovery's report goes with what it reports.
  const takeBack = async (): Promise<void> => {
    const reply = await undo.run({ import: 'undo' });
    if (reply === null) return;
    tellUndone(reply.value);
    goTo('overview');
  };
  return (
    <Card tone={outcome.tone}>
      <div
        class="result"
        data-testid="import-done"
        data-source={sourceOf(origin)}
        data-added={sumOf(report.added)}
        data-updated={sumOf(report.updated)}
        data-unchanged={sumOf(report.unchanged)}
        data-left-out={sumOf(report.leftOut)}
        data-refused={report.refused.length}
        data-outcome={report.outcome}
      >
        <h2 class="result-title" ref={heading} {...STEP_HEADING}>
          {outcome.tone === 'good' ? <CheckIcon /> : <AlertIcon />}
          {t(outcome.title)}
        </h2>
        <p>{t(outcome.text)}</p>
      </div>
      {kinds.length > 0 && (
        <div class="table-frame" role="region" aria-label={t('report_table')} tabIndex={0}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('report_kind')}</th>
                {columns.map(([column, label]) => (
                  <th key={column} scope="col">
                    {t(label)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {kinds.map(([kind, label]) => (
                <tr key={kind}>
                  <th scope="row">{t(label)}</th>
                  {columns.map(([column]) => (
                    <td key={column} class={report[column][kind] === 0 ? 'zero' : undefined}>
                      {formatNumber(report[column][kind])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {report.refused.length > 0 && (
        <>
          <h3>{t('report_refused')}</h3>
          <NoticeList notices={report.refused} tone="warn" />
        </>
      )}
      {origin.from === 'file' && origin.keysInClear && (
        <p class="panel panel-warn">
          <AlertIcon />
          <span class="panel-body">{t('import_clear_after')}</span>
        </p>
      )}
      {away.length > 0 && (
        <div class="panel panel-info" data-testid="report-networks">
          <InfoIcon />
          <div class="panel-body panel-line">
            {away.map(({ network, accounts }) => (
              <p key={network}>
                {awayText(accounts, nameOfGenesis(snapshot, network))}
              </p>
            ))}
            <div class="actions">
              {away.map(({ network }) => (
                <UseNetwork key={network} network={network} then={() => void leave()} />
              ))}
            </div>
          </div>
        </div>
      )}
      {changed && backup !== undefined && (
        <p class="hint" data-testid="report-backup" data-cover={backup.cover}>
          {backup.cover === 'covered' ? t('report_backup_covered') : backupSentence(backup, Date.now())}
        </p>
      )}
      {close.fault !== null && <FaultPanel fault={close.fault} />}
      {undo.fault !== null && <FaultPanel fault={undo.fault} />}
      <div class="actions">
        <Button kind={isElsewhere ? 'plain' : 'primary'} onClick={() => void leave()} testId="import-close">
          {t('report_close')}
        </Button>
        {changed && backup !== undefined && backup.cover !== 'covered' && (
          <a class="button" href={linkTo('export')}>
            {t(backup.cover === 'never' ? 'overview_first_backup' : 'overview_new_backup')}
          </a>
        )}
        {canUndo && changed && origin.from !== 'file' && (
          <Button kind="quiet" disabled={undo.busy} onClick={() => void takeBack()} testId="import-undo">
            {t('report_undo_recovery')}
          </Button>
        )}
      </div>
    </Card>
  );
};

/** A file may hold nothing but contacts of a network. */
function awayText(accounts: number, network: string): string {
  return accounts === 0 ? t('report_network_no_account', { network }) : tn('report_network', accounts, { network });
}
