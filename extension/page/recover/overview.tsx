// Knows the overview after a run: what was found, what could not be checked, and the three ways on.

import type { JSX } from 'preact';

import type { RunView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { useAction } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { ForgetSearch } from './forget';
import { Places } from './places';
import { NodeLine } from './run';

/** The overview. */
export const Overview = ({ run }: { readonly run: RunView }): JSX.Element => {
  const go = useAction();
  // "No account" is said only where every question was answered.
  const unsure = run.notChecked > 0;
  return (
    <section class="stack" data-testid="recover-overview" data-found={run.found} data-not-checked={run.notChecked}>
      <Card tone={run.found > 0 ? 'good' : 'plain'}>
        <h2>{run.found > 0 ? tn('over_found', run.found) : t(unsure ? 'over_none_yet' : 'over_none')}</h2>
        <p>{t(run.found > 0 ? 'over_found_text' : unsure ? 'over_none_yet_text' : 'over_none_text')}</p>
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
      <NodeLine node={run.node} />
      <section class="group">
        <h2 class="section-title">{t(run.from === 'phone' ? 'run_identities' : 'run_places')}</h2>
        <Places places={run.places} />
      </section>
    </section>
  );
};
