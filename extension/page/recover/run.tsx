// Knows a recovery under way: what to do with the Ledger now, how the node is, and what each index has brought so far.

import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';

import type { RunView, SuggestionView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { DevicePanel } from './device';
import { useLedgerChanges } from './grant';
import { NodeLine } from './node-line';
import { Places } from './places';
import { Relation } from './relation';
import { Scan } from './scan';

/** Where a place stands while the node is at work for it. */
const AT_THE_NODE: ReadonlySet<string> = new Set(['scanning', 'looking-up']);

/** The run. */
export const Run = ({ run }: { readonly run: RunView }): JSX.Element => {
  const { send } = useSession();
  const stop = useAction();
  const check = useAction();
  const changed = useCallback(() => void send({ type: 'devices-changed' }), [send]);
  useLedgerChanges(changed);
  const looking = run.scan?.state === 'reading' || run.places.some(({ state }) => AT_THE_NODE.has(state));
  const resting = (run.device?.request ?? 'none') === 'none';
  return (
    <>
      {run.suggestion !== null && <Suggestion suggestion={run.suggestion} />}
      {run.suggestion === null && run.device !== null && (
        <DevicePanel
          device={run.device}
          pause={run.node.state === 'failing' ? 'node' : looking ? 'looking' : null}
          again={{ type: 'recovery-ask-again' }}
          skippable
        />
      )}
      {run.suggestion === null && run.device === null && looking && <Looking />}
      <Relation relation={run.relation} />
      {run.scan !== null && <Scan run={run} scan={run.scan} />}
      <NodeLine node={run.node} awaited={run.suggestion === null} askedElsewhere={run.notChecked > 0} />
      <section class="group">
        <h2 class="section-title">
          {t(run.from === 'phone' ? 'run_identities' : 'run_places')}{' '}
          <span aria-live="polite">{tn('run_found', run.found)}</span>
        </h2>
        <Places places={run.places} from={run.from} deeper={run.suggestion !== null} />
      </section>
      {stop.fault !== null && <FaultPanel fault={stop.fault} />}
      {check.fault !== null && <FaultPanel fault={check.fault} />}
      {(run.suggestion === null || run.notChecked > 0) && (
        <div class="apply-bar">
          <p>{run.notChecked > 0 ? tn('run_not_checked', run.notChecked) : t('run_saved')}</p>
          <div class="actions">
            {run.notChecked > 0 && (
              <Button
                kind={resting && run.suggestion === null ? 'primary' : 'plain'}
                disabled={check.busy}
                onClick={() => void check.run({ type: 'recovery-check-again' })}
                testId="recover-check-again"
              >
                {t('run_check_again')}
              </Button>
            )}
            {run.suggestion === null && (
              <Button
                disabled={stop.busy}
                onClick={() => void stop.run({ type: 'recovery-stop' })}
                testId="recover-stop"
              >
                {t(run.found > 0 ? 'run_stop' : 'run_stop_empty')}
              </Button>
            )}
          </div>
        </div>
      )}
    </>
  );
};

/** A search that needs no Ledger. */
const Looking = (): JSX.Element => (
  <Card title={t('run_looking')} testId="recover-looking">
    <p>{t('run_looking_text')}</p>
    <Busy sentence={t('device_looking')} />
  </Card>
);

const Suggestion = ({ suggestion }: { readonly suggestion: SuggestionView }): JSX.Element => {
  const answer = useAction();
  // Whoever chose several providers has not seen all of them yet: stopping here is the least likely wish.
  const likely = suggestion.hasNext ? 'next' : suggestion.found > 0 ? 'stop' : 'continue';
  return (
    <section class="card card-sea" data-testid="recover-suggestion" data-empty={suggestion.emptyInARow} role="status">
      <h2>{t(suggestion.found > 0 ? 'suggest_title' : 'suggest_title_none')}</h2>
      <p>{tn('suggest_empty', suggestion.emptyInARow)}</p>
      <p>{tn('suggest_found', suggestion.found)}</p>
      {suggestion.hasNext && <p>{t('suggest_has_next')}</p>}
      <p>{t(suggestion.found > 0 ? 'suggest_question' : 'suggest_question_none')}</p>
      {answer.fault !== null && <FaultPanel fault={answer.fault} />}
      <div class="actions">
        {suggestion.hasNext && (
          <Button
            kind="primary"
            disabled={answer.busy}
            onClick={() => void answer.run({ type: 'recovery-next-path' })}
            testId="recover-next-path"
          >
            {t('suggest_next')}
          </Button>
        )}
        <Button
          kind={likely === 'stop' ? 'primary' : 'plain'}
          disabled={answer.busy}
          onClick={() => void answer.run({ type: 'recovery-stop' })}
          testId="recover-stop"
        >
          {t(suggestion.found > 0 ? 'suggest_stop' : 'run_stop_empty')}
        </Button>
        <Button
          kind={likely === 'continue' ? 'primary' : 'plain'}
          disabled={answer.busy}
          onClick={() => void answer.run({ type: 'recovery-continue' })}
          testId="recover-continue"
        >
          {t(suggestion.hasNext ? 'suggest_continue_here' : 'suggest_continue')}
        </Button>
      </div>
    </section>
  );
};
