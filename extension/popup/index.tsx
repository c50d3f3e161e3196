// The popup: how things stand, and three doors. It reads a handful of numbers and starts no engine, so that it is there at once.

import { render } from 'preact';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { openPage, type Route } from '../chrome/browser';
import { onSummaryChanged, readSummary, type Summary } from '../chrome/summary';
import { ago } from '../ui/format';
import { Buoy, ExportIcon, ImportIcon, RecoverIcon } from '../ui/icons';
import { dressDocument, t, type TextKey, tn } from '../ui/texts';

const Popup = (): JSX.Element => {
  const summary = useSummary();
  const open = (route: Route): void => {
    void openPage(route).then(() => close());
  };
  return (
    <main class="popup">
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
      <button type="button" class="popup-open" onClick={() => open('overview')} data-testid="popup-open">
        {t('popup_open')}
      </button>
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
  const worry = known && (summary.changesSinceBackup > 0 || (summary.lastBackupAt === null && summary.accounts > 0));
  return (
    <div
      class={worry ? 'popup-standing popup-worry' : 'popup-standing'}
      data-testid="popup-state"
      data-state={summary.state}
      data-accounts={summary.accounts}
      data-changes={summary.changesSinceBackup}
    >
      <p class="popup-line">
        <strong>{t(STATES[summary.state])}</strong>
        {known && ` · ${tn('count_accounts', summary.accounts)}`}
      </p>
      <p>{known ? backupLine(summary) : t('popup_first')}</p>
    </div>
  );
};

function backupLine(summary: Summary): string {
  if (summary.lastBackupAt === null) return t('popup_no_backup');
  const when = ago(summary.lastBackupAt, Date.now());
  return summary.changesSinceBackup === 0
    ? t('popup_backup_covered', { when })
    : tn('popup_backup', summary.changesSinceBackup, { when });
}

function useSummary(): Summary | null {
  const [summary, setSummary] = useState<Summary | null>(null);
  useEffect(() => {
    const read = (): void => void readSummary().then(setSummary);
    read();
    onSummaryChanged(read);
  }, []);
  return summary;
}

dressDocument('app_name');
const root = document.getElementById('root');
if (root !== null) render(<Popup />, root);
