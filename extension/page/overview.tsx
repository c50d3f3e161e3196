// Knows the start page: what is safe, what is not, and the one thing to do next.

import type { JSX } from 'preact';

import type { SummaryView } from '../engine.types';
import { ExportIcon, ImportIcon, RecoverIcon } from '../ui/icons';
import { Card, CountList, PageTitle } from '../ui/page';
import { useSession } from '../ui/session';
import { type TextKey, t } from '../ui/texts';
import { type BackupState, backupSentence, backupState } from './backup-state';
import type { Route } from '../chrome/browser';
import { areHere } from './keys-place';
import { linkTo } from './route';
import { WaysIn } from './ways-in';

/** The start page. */
export const OverviewPage = (): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const summary = snapshot.summary;
  if (summary === null) return <PageTitle>{t('nav_overview')}</PageTitle>;
  const state = backupState(summary);
  return (
    <>
      <PageTitle>{t(HEADINGS[state.kind])}</PageTitle>
      <Standing state={state} summary={summary} holdsKeys={wallet.accounts.some(({ keys }) => areHere(keys))} />
      {snapshot.recovery.step === 'idle' && snapshot.recovery.resumable !== null && (
        <Card title={t('overview_recovery_title')} tone="warn">
          <p>{t('overview_recovery')}</p>
          <div class="actions">
            <a class="button" href={linkTo('recover')}>
              {t('overview_recovery_open')}
            </a>
          </div>
        </Card>
      )}
      {state.kind !== 'empty' && (
        <>
          <h2 class="section-title">{t('overview_actions')}</h2>
          <ul class="doors">
            <Door name="export" icon={<ExportIcon />} title="nav_export" text="overview_export" />
            <Door name="import" icon={<ImportIcon />} title="nav_import" text="overview_import" />
            <Door name="recover" icon={<RecoverIcon />} title="nav_recover" text="overview_recover" />
          </ul>
        </>
      )}
      <p class="hint">{t('never_asked')}</p>
    </>
  );
};

const HEADINGS: Readonly<Record<BackupState['kind'], TextKey>> = {
  empty: 'overview_title_empty',
  none: 'overview_title_none',
  behind: 'overview_title_behind',
  covered: 'overview_title_covered',
};

const NEXT: Readonly<Record<BackupState['kind'], TextKey>> = {
  empty: 'overview_next_empty',
  none: 'overview_next_none',
  behind: 'overview_next_behind',
  covered: 'overview_next_covered',
};

/** What nothing but a backup brings back is named first. */
const NEXT_WITH_KEYS: Readonly<Record<BackupState['kind'], TextKey>> = {
  ...NEXT,
  none: 'overview_next_none_keys',
  behind: 'overview_next_behind_keys',
};

interface StandingProps {
  readonly state: BackupState;
  readonly summary: SummaryView;
  /** Accounts from a phone keep their keys in this vault. */
  readonly holdsKeys: boolean;
}

const Standing = ({ state, summary, holdsKeys }: StandingProps): JSX.Element => (
  <section class={`standing standing-${state.kind}`} aria-label={t('overview_standing')}>
    <Ring kind={state.kind} />
    <div class="standing-words">
      <p class="standing-sentence">{backupSentence(state, Date.now())}</p>
      <p>{t((holdsKeys ? NEXT_WITH_KEYS : NEXT)[state.kind])}</p>
      {state.kind !== 'empty' && <CountList counts={summary.counts} />}
      <div class="actions">
        {state.kind === 'empty' ? (
          <WaysIn />
        ) : (
          <a class={state.kind === 'covered' ? 'button' : 'button button-primary'} href={linkTo('export')}>
            {t(state.kind === 'none' ? 'overview_first_backup' : 'overview_new_backup')}
          </a>
        )}
      </div>
    </div>
  </section>
);

/** The lifebuoy as a gauge: whole when everything is in a backup, broken where something is missing. */
const Ring = ({ kind }: { readonly kind: BackupState['kind'] }): JSX.Element => (
  <svg class={`ring ring-${kind}`} viewBox="0 0 96 96" aria-hidden="true" focusable="false">
    <circle class="ring-bed" cx="48" cy="48" r="34" />
    <circle class="ring-fill" cx="48" cy="48" r="34" pathLength="100" />
    <circle class="ring-bands" cx="48" cy="48" r="34" pathLength="100" />
  </svg>
);

interface DoorProps {
  readonly name: Route;
  readonly icon: JSX.Element;
  readonly title: TextKey;
  readonly text: TextKey;
}

const Door = ({ name, icon, title, text }: DoorProps): JSX.Element => (
  <li>
    <a class="door" href={linkTo(name)}>
      {icon}
      <span class="door-title">{t(title)}</span>
      <span class="door-text">{t(text)}</span>
    </a>
  </li>
);
