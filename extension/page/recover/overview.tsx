// Knows the overview after a run: what was found, what could not be checked, and the three ways on.

import type { JSX } from 'preact';

import type { Fault, RunView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { useAction } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { DeeperEverywhere } from './deeper';
import { ForgetSearch } from './forget';
import { NodeLine } from './node-line';
import { Places } from './places';
import { Relation } from './relation';
import { Scan } from './scan';

interface OverviewProps {
  readonly run: RunView;
  /** Why it ended early, if it did. */
  readonly fault: Fault | null;
  readonly onReport: () => void;
}

/** The overview. */
export const Overview = ({ run, fault, onReport }: OverviewProps): JSX.Element => {
  const go = useAction();
  // "No account" is said only where every question was answered, by the node and not only by its list.
  const unsure = run.notChecked > 0 || run.unlisted > 0 || fault !== null || isPartial(run);
  return (
    <section class="stack" data-testid="recover-overview" data-found={run.found} data-not-checked={run.notChecked}>
      <Card tone={run.found > 0 ? 'good' : 'plain'}>
        <h2>{run.found > 0 ? tn('over_found', run.found) : t(unsure ? 'over_none_yet' : 'over_none')}</h2>
        <p>{t(sentenceFor(run, fault !== null))}</p>
        {fault !== null && <FaultPanel fault={fault} />}
        {go.fault !== null && <FaultPanel fault={go.fault} />}
        <div class="actions">
          {run.found > 0 && (
            <Button
              kind="primary"
              disabled={go.busy}
              onClick={() => void go.run({ type: 'recovery-preview' })}
              testId="recover-preview"
            >
              {t('over_preview')}
            </Button>
          )}
          {run.from === 'ledger' && (
            <Button
              kind={run.found > 0 || unsure ? 'plain' : 'primary'}
              disabled={go.busy}
              onClick={() => void go.run({ type: 'recovery-continue' })}
              testId="recover-continue"
            >
              {t('over_continue')}
            </Button>
          )}
          <Button onClick={onReport} testId="recover-report">
            {t('sr_open')}
          </Button>
          <ForgetSearch found={run.found} />
        </div>
      </Card>
      {run.notChecked > 0 && (
        <Card title={tn('over_not_checked', run.notChecked)} tone="warn">
          <p>{t('over_not_checked_text')}</p>
          <div class="actions">
            <Button
              kind={run.found > 0 ? 'plain' : 'primary'}
              disabled={go.busy}
              onClick={() => void go.run({ type: 'recovery-check-again' })}
              testId="recover-check-again"
            >
              {t('run_check_again')}
            </Button>
          </div>
        </Card>
      )}
      {run.scan !== null && <Scan run={run} scan={run.scan} />}
      <Relation relation={run.relation} />
      <NodeLine node={run.node} awaited={run.notChecked > 0} askedElsewhere />
      <section class="group">
        <h2 class="section-title">{t(run.from === 'phone' ? 'run_identities' : 'run_places')}</h2>
        <Places places={run.places} from={run.from} deeper />
      </section>
      <DeeperEverywhere places={run.places} from={run.from} />
    </section>
  );
};

const SEARCHED: ReadonlySet<string> = new Set(['done', 'listed', 'incomplete']);

/** Whether the search of some place, or of all of them, did not come to its end. */
const isPartial = ({ places }: RunView): boolean =>
  places.length === 0 || places.some(({ state }) => !SEARCHED.has(state));

function sentenceFor(run: RunView, failed: boolean): TextKey {
  const { found, notChecked, unlisted, from } = run;
  if (found > 0) return from === 'phone' ? 'over_found_phone_text' : 'over_found_text';
  if (notChecked > 0) return 'over_none_yet_text';
  if (failed || isPartial(run)) return 'over_none_partial_text';
  if (unlisted > 0) return 'over_none_listed_text';
  return from === 'phone' ? 'over_none_phone_text' : 'over_none_text';
}
