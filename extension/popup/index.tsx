// The popup, and the panel beside other pages: how things stand, and three doors. Whatever needs a chooser of the browser opens the page. It reads a handful of numbers and starts no engine, so that it is there at once.

import { render } from 'preact';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { onTabClosed, openPage, type Route, sidePanelOpener, tell } from '../chrome/browser';
import { onSummaryChanged, readSummary, type Summary } from '../chrome/summary';
import type { SearchState, Waiting } from '../engine.types';
import { ago } from '../ui/format';
import { Buoy, ExportIcon, ImportIcon, RecoverIcon } from '../ui/icons';
import { drawIn, t, type TextKey, tn } from '../ui/texts';
import { wear } from '../ui/theme';

const Popup = ({ isPanel }: { readonly isPanel: boolean }): JSX.Element => {
  const summary = useSummary();
  const [openPanel, setOpenPanel] = useState<(() => Promise<void>) | null>(null);
  useEffect(() => void sidePanelOpener().then((opener) => setOpenPanel(() => opener)), []);
  const open = (route: Route): void => {
    void openPage(route).then(() => (isPanel ? undefined : close()));
  };
  return (
    <main class={isPanel ? 'popup panel-view' : 'popup'} data-testid="popup" data-panel={String(isPanel)}>
      <h1 class="popup-brand">
        <Buoy />
        {t('app_short_name')}
      </h1>
      <Standing summary={summary} />
      <ul class="popup-actions">
        {ACTIONS.map(({ route, title, text, icon: Icon }) => (
          <li key={route}>
            <button type="button" class="popup-action" onClick={() => open(route)} data-testid={`popup-${route}`}>
              <Icon />
              <span class="popup-action-title">{t(title)}</span>
              <span class="popup-action-text">{t(text)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="popup-rest">
        <button type="button" class="popup-open" onClick={() => open('overview')} data-testid="popup-open">
          {t('popup_open')}
        </button>
        {summary?.state === 'unlocked' && (
          <button type="button" class="popup-open" onClick={() => void tell({ type: 'lock', why: 'hand' })} data-testid="popup-lock">
            {t('lock')}
          </button>
        )}
        {!isPanel && openPanel !== null && (
          <button type="button" class="popup-open" onClick={() => void openPanel().then(() => close())} data-testid="popup-panel">
            {t('popup_panel')}
          </button>
        )}
      </div>
    </main>
  );
};

interface PopupAction {
  readonly route: 'export' | 'import' | 'recover';
  readonly title: TextKey;
  readonly text: TextKey;
  readonly icon: () => JSX.Element;
}

const ACTIONS: readonly PopupAction[] = [
  { route: 'export', title: 'nav_export', text: 'popup_export', icon: ExportIcon },
  { route: 'import', title: 'nav_import', text: 'popup_import', icon: ImportIcon },
  { route: 'recover', title: 'nav_recover', text: 'popup_recover', icon: RecoverIcon },
];

const STATES: Readonly<Record<Summary['state'], TextKey>> = {
  unknown: 'popup_state_unknown',
  absent: 'popup_state_absent',
  locked: 'popup_state_locked',
  unlocked: 'popup_state_unlocked',
};

const Standing = ({ summary }: { readonly summary: Summary | null }): JSX.Element => {
  if (summary === null) return <div class="popup-standing" aria-busy="true" />;
  const known = summary.state === 'locked' || summary.state === 'unlocked';
  const { search, found, missing, waiting, headline } = summary;
  return (
    <div
      class={known && headline.calls ? 'popup-standing popup-worry' : 'popup-standing'}
      data-testid="popup-state"
      data-state={summary.state}
      data-accounts={summary.accounts}
      data-cover={summary.cover}
      data-missing={missing}
      data-search={search}
      data-found={found}
      data-waiting={waiting.join(' ')}
      data-foremost={headline.foremost}
      data-calls={String(headline.calls)}
    >
      {known &&
        waiting.map((one) => (
          <p key={one} class="popup-line">
            <strong>{t(WAITING[one])}</strong>
          </p>
        ))}
      {known && search !== 'none' && !waiting.includes('findings') && (
        <p class="popup-line">
          <strong>{t(SEARCHES[search])}</strong> {found > 0 ? tn('popup_search_found', found) : t('popup_search_none')}
        </p>
      )}
      <p class="popup-line">
        <strong>{t(STATES[summary.state])}</strong>
        {known && ` · ${tn('count_accounts', summary.accounts)}`}
      </p>
      {(!known || summary.cover !== 'empty' || search === 'none') && (
        <p>{known ? backupLine(summary) : t('popup_first')}</p>
      )}
    </div>
  );
};

const WAITING: Readonly<Record<Waiting, TextKey>> = {
  'unsaved-backup': 'unsaved_title',
  'chosen-file': 'waiting_file_title',
  'read-file': 'waiting_read_title',
  findings: 'waiting_found_title',
};

const SEARCHES: Readonly<Record<SearchState, TextKey>> = {
  waiting: 'popup_search_waiting',
  running: 'popup_search_running',
  resting: 'popup_search_resting',
};

function backupLine({ cover, lastBackupAt, lastBackupSeen, missing, missingAccounts }: Summary): string {
  const at = lastBackupAt === null ? '' : ago(lastBackupAt, Date.now());
  const when = at === '' ? '' : `${t(lastBackupSeen === 'opened' ? 'backup_last_opened' : 'backup_last', { when: at })} `;
  switch (cover) {
    case 'empty':
      return t('backup_empty');
    case 'never':
      return t('popup_no_backup');
    case 'behind':
      return `${when}${missingAccounts > 0 ? tn('popup_missing_accounts', missingAccounts) : tn('popup_missing', missing)}`;
    case 'unchecked':
      return t('backup_waits_for_check');
    case 'covered':
      return `${when}${t('backup_covered')}`;
  }
}

function useSummary(): Summary | null {
  const [summary, setSummary] = useState<Summary | null>(null);
  useEffect(() => {
    const read = (closed?: number): void => void readSummary(closed).then(setSummary);
    read();
    onSummaryChanged(() => read());
    onTabClosed(read);
  }, []);
  return summary;
}

wear();
const root = document.getElementById('root');
const isPanel = document.documentElement.dataset['view'] === 'panel';
if (root !== null) void drawIn('app_name', () => render(<Popup isPanel={isPanel} />, root));
