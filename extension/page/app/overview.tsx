// Knows the start page: what is safe, what is not, and the one thing to do next.

import type { JSX } from 'preact';

import type { Route } from '../../chrome/browser';
import type { ChainState, Cover, Foremost, KeysTally, SearchState, SearchSummary, SummaryView, Waiting } from '../../engine.types';
import { ccd } from '../../ui/amount';
import { Button } from '../../ui/button';
import { sumOf } from '../../ui/counts';
import { FaultPanel } from '../../ui/fault';
import { ago } from '../../ui/format';
import { CheckIcon, ExportIcon, ImportIcon, RecoverIcon } from '../../ui/icons';
import { FirstOf } from '../../ui/names';
import { CountList, PageTitle } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { backupSentence } from '../export/backup-state';
import { LostBackup } from '../export/unsaved';
import { TakeBack } from '../import/take-back';
import { onNetwork } from '../settings/network';
import { LedgerName } from '../wallet/ledgers';
import { linkTo } from './route';
import { WaysIn } from './ways-in';

/** The start page. */
export const OverviewPage = (): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const summary = snapshot.summary;
  if (summary === null) return <PageTitle>{t('nav_overview')}</PageTitle>;
  const { backup, search, waiting } = summary;
  // What a search found is looked at in the preview: told once, as what is nearest to the end.
  const before = waiting.includes('findings') ? null : search;
  const [first] = waiting;
  const isFirst = search === null && first === undefined;
  return (
    <>
      <PageTitle>{t(TITLES[summary.headline.foremost])}</PageTitle>
      <LostBackup />
      {waiting.map((one) => (
        <WaitingCard key={one} waiting={one} isTitled={one === first} />
      ))}
      {before !== null && <Search search={before} />}
      {(isFirst || backup.cover !== 'empty') && (
        <Standing
          summary={summary}
          holdsKeys={wallet.keys.withKeys > 0}
          keys={wallet.keys}
          isFirst={isFirst}
        />
      )}
      {backup.cover !== 'empty' && <Holdings />}
      <TakeBack />
      {backup.cover !== 'empty' && (
        <>
          <h2 class="section-title">{t('overview_actions')}</h2>
          <ul class="doors">
            <Door name="export" icon={<ExportIcon />} title="nav_export" text="overview_export" />
            <Door name="import" icon={<ImportIcon />} title="nav_import" text="overview_import" />
            <Door name="recover" icon={<RecoverIcon />} title="nav_recover" text="overview_recover" />
            <Door name="check" icon={<CheckIcon />} title="check_title" text="overview_check" />
          </ul>
        </>
      )}
      <p class="hint">{t('never_asked')}</p>
    </>
  );
};

const TITLES: Readonly<Record<Foremost, TextKey>> = {
  'chosen-file': 'waiting_file_title',
  'read-file': 'waiting_read_title',
  findings: 'waiting_found_title',
  'search-waiting': 'search_waiting_title',
  'search-running': 'search_running_title',
  'search-resting': 'search_resting_title',
  'unsaved-backup': 'unsaved_title',
  'no-backup': 'overview_title_none',
  'backup-behind': 'overview_title_behind',
  'backup-unchecked': 'overview_title_unchecked',
  covered: 'overview_title_covered',
  empty: 'overview_title_empty',
};

const NEXT: Readonly<Record<Cover, TextKey>> = {
  empty: 'overview_next_empty',
  never: 'overview_next_none',
  behind: 'overview_next_behind',
  unchecked: 'overview_next_unchecked',
  covered: 'overview_next_covered',
};

/** What nothing but a backup brings back is named first. */
const NEXT_WITH_KEYS: Readonly<Record<Cover, TextKey>> = {
  ...NEXT,
  never: 'overview_next_none_keys',
  behind: 'overview_next_behind_keys',
};

/** What was made and is on no disk yet, or read and not in the wallet. */
const WAITING: Readonly<Record<Waiting, SearchWords & { readonly title: TextKey; readonly at: Route }>> = {
  'unsaved-backup': { title: 'unsaved_title', text: 'unsaved_text', open: 'unsaved_open', at: 'export' },
  'chosen-file': { title: 'waiting_file_title', text: 'waiting_file_text', open: 'waiting_file_open', at: 'import' },
  'read-file': { title: 'waiting_read_title', text: 'waiting_read_text', open: 'waiting_read_open', at: 'import' },
  findings: { title: 'waiting_found_title', text: 'waiting_found_text', open: 'waiting_found_open', at: 'recover' },
};

interface WaitingCardProps {
  readonly waiting: Waiting;
  /** Whether the page's heading says it already. */
  readonly isTitled: boolean;
}

const WaitingCard = ({ waiting, isTitled }: WaitingCardProps): JSX.Element => (
  <section class="card card-warn" data-testid="overview-waiting" data-waiting={waiting}>
    {!isTitled && <h2>{t(WAITING[waiting].title)}</h2>}
    <p>{t(WAITING[waiting].text)}</p>
    <div class="actions">
      <a class="button button-primary" href={linkTo(WAITING[waiting].at)}>
        {t(WAITING[waiting].open)}
      </a>
    </div>
  </section>
);

interface SearchWords {
  readonly text: TextKey;
  readonly open: TextKey;
}

const SEARCHES: Readonly<Record<SearchState, SearchWords>> = {
  waiting: { text: 'search_waiting_text', open: 'search_waiting_open' },
  running: { text: 'search_running_text', open: 'search_running_open' },
  resting: { text: 'search_resting_text', open: 'search_resting_open' },
};

/** What a search found is in no wallet and no backup: that comes before everything else. */
const Search = ({ search: { state, found } }: { readonly search: SearchSummary }): JSX.Element => (
  <section class="card card-warn" data-testid="overview-search" data-state={state} data-found={found}>
    <p class="standing-sentence">{found > 0 ? tn('search_found', found) : t('search_found_none')}</p>
    <p>{t(state === 'resting' && found === 0 ? 'search_resting_none' : SEARCHES[state].text)}</p>
    <div class="actions">
      <a class="button button-primary" href={linkTo('recover')}>
        {t(SEARCHES[state].open)}
      </a>
    </div>
  </section>
);

interface StandingProps {
  readonly summary: SummaryView;
  /** Accounts from a phone keep their keys in this vault. */
  readonly holdsKeys: boolean;
  readonly keys: KeysTally;
  /** Nothing waits that is likelier to be wanted than a backup. */
  readonly isFirst: boolean;
}

const Standing = ({ summary: { backup, counts }, holdsKeys, keys, isFirst }: StandingProps): JSX.Element => (
  <section
    class={`standing standing-${backup.cover}`}
    aria-label={t('overview_standing')}
    data-testid="overview-backup"
    data-cover={backup.cover}
    data-missing={sumOf(backup.missing)}
    data-missing-accounts={backup.missing.accounts}
  >
    <Ring cover={backup.cover} />
    <div class="standing-words">
      <p class="standing-sentence">{backupSentence(backup, Date.now())}</p>
      <p>{t((holdsKeys ? NEXT_WITH_KEYS : NEXT)[backup.cover])}</p>
      <div class="actions">
        {backup.cover === 'empty' ? (
          <WaysIn />
        ) : (
          <>
            {backup.cover === 'unchecked' && (
              <a class={isFirst ? 'button button-primary' : 'button'} href={linkTo('check')} data-testid="overview-check">
                {t('overview_check_it')}
              </a>
            )}
            <a class={isFirst && (backup.cover === 'never' || backup.cover === 'behind') ? 'button button-primary' : 'button'} href={linkTo('export')}>
              {t(backup.cover === 'never' ? 'overview_first_backup' : 'overview_new_backup')}
            </a>
          </>
        )}
      </div>
      {backup.cover !== 'empty' && <CountList counts={counts} />}
      <WhoSigns keys={keys} />
    </div>
  </section>
);

/** Why there is no sum, once the node was asked. */
const NO_SUMS: Readonly<Record<ChainState, TextKey>> = {
  asking: 'holdings_asking',
  exists: 'holdings_unknown',
  absent: 'holdings_none',
  'not-checked': 'holdings_failed',
};

/** What the accounts on the network in use hold, as far as a node was asked, and when that was. */
const Holdings = (): JSX.Element | null => {
  const { snapshot, wallet } = useSession();
  const check = useAction();
  const { here } = onNetwork(snapshot, wallet.accounts);
  if (here.length === 0) return null;
  const sums = wallet.totals.find(({ network }) => network === snapshot.settings?.network);
  const isAsking = wallet.chain.some(({ state, network }) => state === 'asking' && network === snapshot.settings?.network);
  return (
    <section class="card" data-testid="overview-holdings" data-micro-ccd={sums?.alone.total} data-at={sums?.at ?? undefined}>
      <h2>{t('holdings_title')}</h2>
      {sums == null || sums.at === null ? (
        <p data-testid="overview-no-sums" data-state={sums?.state}>
          {t(sums == null ? 'holdings_unknown' : NO_SUMS[sums.state])}
        </p>
      ) : (
        <>
          <p class="standing-sentence">{tn('holdings_total', sums.alone.accounts, { amount: ccd(sums.alone.total) })}</p>
          {sums.together.accounts > 0 && <p>{tn('holdings_together', sums.together.accounts, { amount: ccd(sums.together.total) })}</p>}
          <p class="hint">{t(sums.isWhole ? 'holdings_when' : 'holdings_when_part', { when: ago(sums.at, Date.now()) })}</p>
        </>
      )}
      {check.fault !== null && <FaultPanel fault={check.fault} />}
      <div class="actions">
        <Button disabled={isAsking || check.busy} onClick={() => void check.run({ chain: 'check' })} testId="overview-ask">
          {t(isAsking ? 'holdings_asking' : 'holdings_check')}
        </Button>
        <a class="button button-quiet" href={linkTo('accounts')}>
          {t('holdings_accounts')}
        </a>
      </div>
    </section>
  );
};

/** Where the keys of the accounts are: what it takes to use them, and what has to be kept. */
const WhoSigns = ({ keys: { ledgers, onLedger, here, watched } }: { readonly keys: KeysTally }): JSX.Element | null => {
  const lines = [
    onLedger === 0 ? '' : tn('signs_ledger', onLedger),
    here === 0 ? '' : tn('signs_here', here),
    watched === 0 ? '' : tn('signs_nobody', watched),
  ].filter((line) => line !== '');
  if (lines.length === 0 && ledgers === 0) return null;
  return (
    <ul class="hint" data-testid="overview-keys" data-ledgers={ledgers} data-on-ledger={onLedger} data-here={here} data-watched={watched}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      <WhichLedgers />
    </ul>
  );
};

/** Most Ledgers that the overview names; Identities names them all. */
const MOST_LEDGERS = 3;

/** Which Ledger it is that has to be kept. */
const WhichLedgers = (): JSX.Element | null => {
  const { ledgers } = useSession().wallet;
  if (ledgers.length === 0) return null;
  return (
    <li data-testid="overview-ledgers">
      {t('signs_which')} <FirstOf names={ledgers.map(({ id }) => <LedgerName key={id} id={id} />)} most={MOST_LEDGERS} />
    </li>
  );
};

/** The lifebuoy as a gauge: whole when everything is in a backup, broken where something is missing. */
const Ring = ({ cover }: { readonly cover: Cover }): JSX.Element => (
  <svg class={`ring ring-${cover}`} viewBox="0 0 96 96" aria-hidden="true" focusable="false">
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
