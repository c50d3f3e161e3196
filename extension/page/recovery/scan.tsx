// Knows how reading the list of all accounts is told: under way, done, and what its result does not mean.

import type { JSX } from 'preact';

import type { RunView, ScanView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { useAction } from '../../ui/session';
import { formatNumber, t, tn } from '../../ui/texts';

interface ScanProps {
  readonly run: RunView;
  readonly scan: ScanView;
}

interface CardProps extends ScanProps {
  /** What is said of the rest here: all of it with the button, the words alone, or nothing where they stand elsewhere. */
  readonly rest: 'button' | 'words' | 'nothing';
}

/** The list, and the offer to ask about what it did not name. */
export const Scan = ({ run, scan, rest }: CardProps): JSX.Element => (
  <section
    class={scan.state === 'done' && run.outlook.unlisted > 0 ? 'card card-sea' : 'card'}
    data-testid="recover-scan"
    data-state={scan.state}
    data-unlisted={run.outlook.unlisted}
  >
    <Standing run={run} scan={scan} />
    {scan.fault !== null && <FaultPanel fault={scan.fault} />}
    {rest !== 'nothing' && run.outlook.unlisted > 0 && scan.state !== 'reading' && (
      <Complete
        text={tn(scan.state === 'done' ? 'scan_unlisted' : 'scan_left', run.outlook.unlisted)}
        offers={rest === 'button'}
      />
    )}
  </section>
);

const Standing = ({ run, scan }: ScanProps): JSX.Element => {
  switch (scan.state) {
    case 'reading':
      return (
        <>
          <h2>{t('scan_reading')}</h2>
          <Busy sentence={t('scan_read', { count: formatNumber(scan.accountsRead) })} />
        </>
      );
    case 'done':
      return (
        <>
          <h2>{titleOf(run)}</h2>
          <p>{t('scan_read_all', { count: formatNumber(scan.accountsRead) })}</p>
        </>
      );
    case 'failed':
      return (
        <>
          <h2>{t('scan_failed')}</h2>
          <p>{t('scan_failed_text')}</p>
        </>
      );
    case 'waiting':
      return (
        <>
          <h2>{t('scan_waiting')}</h2>
          <p>{t('scan_waiting_text')}</p>
        </>
      );
  }
};

/** Once the node was asked about the rest, it is no longer the list that names what was found. */
function titleOf({ outlook: { accounts: found, unlisted, absent } }: RunView): string {
  if (unlisted === 0 || absent > 0) return t('scan_done');
  return found === 0 ? t('scan_names_none') : tn('scan_names', found);
}

/** Not being in the list is not absence: what the list cannot answer, and what the node learns from being asked. */
const Complete = ({ text, offers }: { readonly text: string; readonly offers: boolean }): JSX.Element => {
  const complete = useAction();
  return (
    <>
      <p>{text}</p>
      <p>{t('scan_complete_learns')}</p>
      {complete.fault !== null && <FaultPanel fault={complete.fault} />}
      {offers && (
        <div class="actions">
          <Button
            disabled={complete.busy}
            onClick={() => void complete.run({ recovery: 'complete' })}
            testId="recover-complete"
          >
            {t('scan_complete')}
          </Button>
        </div>
      )}
    </>
  );
};
