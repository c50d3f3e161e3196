// Knows the report of a search on the page: to be read, printed, or saved as a text.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { SearchReport } from '../../engine.types';
import { Button } from '../../ui/button';
import { isoDate } from '../../ui/format';
import { ChevronIcon, ImportIcon, PrintIcon } from '../../ui/icons';
import { useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { download } from '../export/disk';
import { reportParts, reportText } from './report-parts';

interface SearchReportProps {
  readonly report: SearchReport;
  readonly onClose: () => void;
}

/** The report, instead of what it is about. */
export const SearchReportSheet = ({ report, onClose }: SearchReportProps): JSX.Element => {
  const { snapshot } = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const save = (): void => {
    const bytes = new TextEncoder().encode(reportText(report, snapshot));
    download(`lifeboat-search-${isoDate(report.madeAt)}.txt`, bytes, 'text/plain');
  };
  return (
    <>
      <div class="actions">
        <button type="button" class="button button-quiet back" onClick={onClose} data-testid="search-report-close">
          <ChevronIcon />
          {t('sr_back')}
        </button>
      </div>
      <article
        class="card sheet"
        data-testid="search-report"
        data-found={report.run.outlook.accounts}
        data-not-checked={report.run.outlook.notChecked}
      >
        <h2 class="sheet-title" ref={heading} tabIndex={-1}>
          {t('sr_title')}
        </h2>
        <div class="actions">
          <Button kind="primary" onClick={save} testId="search-report-save">
            <ImportIcon />
            {t('sr_save')}
          </Button>
          <Button onClick={() => print()} testId="search-report-print">
            <PrintIcon />
            {t('sr_print')}
          </Button>
        </div>
        <p class="hint">{t('sr_safe')}</p>
        {reportParts(report, snapshot).map(({ heading: title, lines }, position) => (
          <section key={position} class="sheet-part">
            <h3>{title}</h3>
            <ul>
              {lines.map(({ exact, text }, line) => (
                <li key={line}>
                  {exact !== null && <span class="mono sheet-exact">{exact}</span>} {text}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </article>
    </>
  );
};
