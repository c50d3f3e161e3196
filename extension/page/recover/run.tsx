// Knows a recovery under way: what to do with the Ledger now, how the node is, and what each index has brought so far.

import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';

import type { NodeStateView, RunView, SuggestionView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { duration } from '../../ui/format';
import { AlertIcon, NodeIcon } from '../../ui/icons';
import { Badge, Card, type Tone } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { formatNumber, t, textFor, tn } from '../../ui/texts';
import { DevicePanel } from './device';
import { useLedgerChanges } from './grant';
import { Places } from './places';
import { Relation } from './relation';
import { Scan } from './scan';

/** The run. */
export const Run = ({ run }: { readonly run: RunView }): JSX.Element => {
  const { send } = useSession();
  const stop = useAction();
  const check = useAction();
  const changed = useCallback(() => void send({ type: 'devices-changed' }), [send]);
  useLedgerChanges(changed);
  const looking = run.scan?.state === 'reading' || run.places.some(({ state }) => state === 'looking-up');
  const resting = (run.device?.request ?? 'none') === 'none';
  return (
    <>
      {run.suggestion !== null && <Suggestion suggestion={run.suggestion} />}
      {run.suggestion === null && run.device !== null && (
        <DevicePanel device={run.device} looking={looking} again={{ type: 'recovery-ask-again' }} skippable />
      )}
      {run.suggestion === null && run.device === null && looking && <Looking />}
      <Relation relation={run.relation} />
      {run.scan !== null && <Scan run={run} scan={run.scan} />}
      <NodeLine node={run.node} />
      <NodeWays run={run} />
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
  return (
    <section class="card card-sea" data-testid="recover-suggestion" data-empty={suggestion.emptyInARow} role="status">
      <h2>{t(suggestion.found > 0 ? 'suggest_title' : 'suggest_title_none')}</h2>
      <p>{tn('suggest_empty', suggestion.emptyInARow)}</p>
      <p>{tn('suggest_found', suggestion.found)}</p>
      <p>{t(suggestion.found > 0 ? 'suggest_question' : 'suggest_question_none')}</p>
      {answer.fault !== null && <FaultPanel fault={answer.fault} />}
      <div class="actions">
        <Button
          kind={suggestion.found > 0 ? 'primary' : 'plain'}
          disabled={answer.busy}
          onClick={() => void answer.run({ type: 'recovery-stop' })}
          testId="recover-stop"
        >
          {t(suggestion.found > 0 ? 'suggest_stop' : 'run_stop_empty')}
        </Button>
        <Button
          kind={suggestion.found > 0 ? 'plain' : 'primary'}
          disabled={answer.busy}
          onClick={() => void answer.run({ type: 'recovery-continue' })}
          testId="recover-continue"
        >
          {t('suggest_continue')}
        </Button>
      </div>
    </section>
  );
};

/** A node that may not know young accounts: what it finds is right, so going on with it is the person's to decide. */
const DOUBTS: ReadonlySet<string> = new Set(['node-lagging', 'node-clock-behind']);

/** The ways on while no node is fit: ask again, and with a doubtful one, go on all the same. */
const NodeWays = ({ run }: { readonly run: RunView }): JSX.Element | null => {
  const again = useAction();
  const anyway = useAction();
  const { state, fault } = run.node;
  if (state !== 'failing' || fault === null) return null;
  return (
    <>
      {again.fault !== null && <FaultPanel fault={again.fault} />}
      {anyway.fault !== null && <FaultPanel fault={anyway.fault} />}
      <div class="actions">
        {run.notChecked === 0 && (
          <Button
            disabled={again.busy}
            onClick={() => void again.run({ type: 'recovery-check-again' })}
            testId="recover-node-again"
          >
            {t('node_again')}
          </Button>
        )}
        {DOUBTS.has(fault.code) && (
          <Button
            disabled={anyway.busy}
            onClick={() => void anyway.run({ type: 'recovery-use-node-anyway' })}
            testId="recover-node-anyway"
          >
            {t('node_anyway')}
          </Button>
        )}
      </div>
    </>
  );
};

const NODE_TONES: Readonly<Record<string, Tone>> = { unknown: 'plain', asking: 'sea', ready: 'good', failing: 'bad' };

/** Seconds. A healthy node is always a few blocks old; "2 seconds behind" would only worry. */
const LAG_WORTH_SAYING = 60;

/** The node in one line: which, how it is, how far behind. */
export const NodeLine = ({ node }: { readonly node: NodeStateView }): JSX.Element => (
  <section
    class="node"
    aria-label={t('node_label')}
    data-testid="recover-node"
    data-state={node.state}
    data-lagging={String(node.lagging)}
  >
    <p class="node-line">
      <NodeIcon />
      <span class="mono node-url">{node.url}</span>
      <Badge tone={NODE_TONES[node.state] ?? 'plain'}>{textFor('node', node.state, {}, 'node_unknown')}</Badge>
      {node.height !== null && <span class="hint">{t('node_height', { height: formatNumber(node.height) })}</span>}
      {node.lagSeconds !== null && (
        <span class="hint">
          {node.lagSeconds < LAG_WORTH_SAYING ? t('node_current') : t('node_lag', { lag: duration(node.lagSeconds) })}
        </span>
      )}
    </p>
    {node.lagging && (
      <p class="panel panel-warn">
        <AlertIcon />
        <span class="panel-body">{t('node_lagging')}</span>
      </p>
    )}
    {node.fault !== null && <FaultPanel fault={node.fault} />}
  </section>
);
