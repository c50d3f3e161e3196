// Knows the recovery flow: where to look and what to expect, the run, the overview; its end is the preview of the import flow.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { KeySearchStep, RecoveryView, SearchReport } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { PageTitle, Steps } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { isRecovery } from '../import/page';
import { Preview } from '../import/preview';
import { Report } from '../import/report';
import { TakeBack } from '../import/take-back';
import { KeySearch } from '../key_search/search';
import { fromOf } from './more-ways';
import { Overview } from './overview';
import { Run } from './run';
import { SearchReportSheet } from './search-report';
import { Start } from './start';

const AT: Readonly<Record<RecoveryView['step'], number>> = { idle: 0, running: 1, overview: 2 };

/** Where a search by public keys stands. */
const BY_KEYS: Readonly<Record<Exclude<KeySearchStep['at'], 'idle'>, number>> = { running: 1, over: 2 };

/** The recovery page; `item` is where to look first, when another page sent somebody here for it. */
export const RecoverPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const { snapshot } = useSession();
  const { recovery, keySearch, import: merge } = snapshot;
  const merging = isRecovery(merge);
  const done = merge.step === 'done' && merging;
  const keys = keySearch.step;
  const at = done ? 4 : merging ? 3 : keys.at !== 'idle' ? BY_KEYS[keys.at] : AT[recovery.step];
  const sheet = useSheet(merging && !done);
  const { report } = sheet;
  return (
    <>
      <PageTitle lead={at === 0 ? t('recover_lead') : undefined}>{t('recover_title')}</PageTitle>
      <Steps
        names={[t('recover_step_know'), t('recover_step_run'), t('recover_step_overview'), t('recover_step_preview')]}
        at={at}
      />
      {report !== null && sheet.open ? (
        <SearchReportSheet report={report} onClose={sheet.close} />
      ) : (
        <>
          {merging && merge.step === 'preview' && (
            <>
              <Preview view={merge} />
              <TakeBack />
            </>
          )}
          {done && <Report view={merge} />}
          {done && report !== null && (
            <div class="actions">
              <Button onClick={sheet.show} testId="recover-report">
                {t('sr_open')}
              </Button>
            </div>
          )}
          {!merging && keys.at !== 'idle' && <KeySearch step={keys} />}
          {(!merging || done) && keys.at === 'idle' && recovery.step === 'idle' && (
            <Start key={item} resumable={recovery.resumable} fault={recovery.fault} again={merging} from={fromOf(item)} />
          )}
          {!merging && keys.at === 'idle' && recovery.step === 'running' && <Run run={recovery.run} />}
          {!merging && keys.at === 'idle' && recovery.step === 'overview' && <Overview run={recovery.run} fault={recovery.fault} onReport={sheet.ask} />}
          {sheet.fault !== null && <FaultPanel fault={sheet.fault} />}
        </>
      )}
    </>
  );
};

/** The report of the search: fetched when it is asked for, and kept beyond the search's end, when the engine forgets it. */
function useSheet(ending: boolean) {
  const { send } = useSession();
  const { run, fault } = useAction();
  const [report, setReport] = useState<SearchReport | null>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!ending) return;
    // Nobody asked yet: a failure here is none of anybody's business.
    void send({ recovery: 'report' }).then((reply) => {
      if (reply.ok) setReport(reply.value);
    });
  }, [ending, send]);
  const ask = (): void => {
    void run({ recovery: 'report' }).then((got) => {
      if (got === null) return;
      setReport(got.value);
      setOpen(true);
    });
  };
  return { report, open, fault, ask, show: () => setOpen(true), close: () => setOpen(false) };
}
