// Knows a recovery under way: what to do with the Ledger now, how the node is, and what each index has brought so far.

import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';

import type { Intent, RunView, SuggestionView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { DevicePanel } from './device';
import { useLedgerChanges } from './grant';
import { isDoubtful, NodeLine } from './node-line';
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
  const resting = run.device === null || run.device.request === null;
  // While questions are open, a failing node is asked again by itself, and often answers a moment later. After that, nothing
  // moves before it answers: then it comes before the Ledger, which has nothing to do.
  const stuck = run.suggestion === null && run.node.state === 'failing' && (!looking || isDoubtful(run.node));
  const blocked = stuck && resting;
  const node = <NodeLine node={run.node} awaited={stuck} askedElsewhere={run.notChecked > 0} />;
  return (
    <>
      {blocked && node}
      {run.suggestion !== null && <Suggestion suggestion={run.suggestion} />}
      {run.suggestion === null && run.device !== null && (
        <DevicePanel
          device={run.device}
          pause={stuck ? 'node' : looking ? 'looking' : null}
          again={{ type: 'recovery-ask-again' }}
          skippable
        />
      )}
      {run.suggestion === null && run.device === null && looking && <Looking />}
      <Relation relation={run.relation} />
      {run.scan !== null && <Scan run={run} scan={run.scan} />}
      {!blocked && node}
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
          <p>
            {run.notChecked > 0 ? tn('run_not_checked', run.notChecked) : t('run_saved')}
            {run.device !== null && run.device.screens !== null && ` ${t('stop_still_asks')}`}
          </p>
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
  const { emptyInARow, found, hasNext } = suggestion;
  return (
    <section class="card card-sea" data-testid="recover-suggestion" data-empty={emptyInARow} role="status">
      <h2>{t(found > 0 ? 'suggest_title' : 'suggest_title_none')}</h2>
      <p>
        {tn('suggest_empty', emptyInARow)} {found > 0 && tn('suggest_found', found)}
      </p>
      {hasNext && <p>{t('suggest_has_next')}</p>}
      <p>{t(found > 0 ? 'suggest_question' : 'suggest_question_none')}</p>
      {answer.fault !== null && <FaultPanel fault={answer.fault} />}
      <div class="actions">
        {waysOn(suggestion).map(({ intent, label, testId }, position) => (
          <Button
            key={testId}
            kind={position === 0 ? 'primary' : 'plain'}
            disabled={answer.busy}
            onClick={() => void answer.run(intent)}
            testId={testId}
          >
            {t(label)}
          </Button>
        ))}
      </div>
    </section>
  );
};

interface Way {
  readonly intent: Extract<Intent, { type: 'recovery-next-path' | 'recovery-continue' | 'recovery-stop' }>;
  readonly label: TextKey;
  readonly testId: string;
}

/** The likeliest wish first. Whoever chose several providers has not seen all of them yet, and hardly wants to stop. */
function waysOn({ found, hasNext }: SuggestionView): readonly Way[] {
  const next: Way = { intent: { type: 'recovery-next-path' }, label: 'suggest_next', testId: 'recover-next-path' };
  const more: Way = {
    intent: { type: 'recovery-continue' },
    label: hasNext ? 'suggest_continue_here' : 'suggest_continue',
    testId: 'recover-continue',
  };
  const stop: Way = {
    intent: { type: 'recovery-stop' },
    label: found > 0 ? 'suggest_stop' : 'run_stop_empty',
    testId: 'recover-stop',
  };
  if (hasNext) return [next, more, stop];
  return found > 0 ? [stop, more] : [more, stop];
}
