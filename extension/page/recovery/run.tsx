// Knows a recovery under way: what to do with the Ledger now, how the node is, and what each index has brought so far.

import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';

import type { Emptiness, RowState, RunView, SuggestionView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { type PluralKey, t, tn } from '../../ui/texts';
import { useLedgerChanges } from '../ledger/grant';
import { DevicePanel } from '../ledger/panel';
import { isDoubtful, NodeLine } from '../nodes/line';
import { Places } from './places';
import { Relation } from './relation';
import { Scan } from './scan';
import { Ways } from './ways';

/** Where a place stands while the node is at work for it. */
const AT_THE_NODE: ReadonlySet<RowState> = new Set(['scanning', 'looking-up']);

/** The run. */
export const Run = ({ run }: { readonly run: RunView }): JSX.Element => {
  const { send } = useSession();
  const stop = useAction();
  const check = useAction();
  const { accounts: found, notChecked } = run.outlook;
  const changed = useCallback(() => void send({ ledger: 'devices-changed' }), [send]);
  useLedgerChanges(changed);
  const looking = run.scan?.state === 'reading' || run.places.some(({ state }) => AT_THE_NODE.has(state));
  const resting = run.device === null || run.device.request === null;
  // While questions are open, a failing node is asked again by itself, and often answers a moment later. After that, nothing
  // moves before it answers: then it comes before the Ledger, which has nothing to do.
  const stuck = run.suggestion === null && run.node.state === 'failing' && (!looking || isDoubtful(run.node));
  const blocked = stuck && resting;
  const node = <NodeLine node={run.node} awaited={stuck} askedElsewhere={notChecked > 0} />;
  return (
    <>
      {blocked && node}
      {run.suggestion !== null && <Suggestion run={run} suggestion={run.suggestion} />}
      {run.suggestion === null && run.device !== null && (
        <DevicePanel
          device={run.device}
          pause={stuck ? 'node' : looking ? 'looking' : null}
          again={{ recovery: 'ask-again' }}
          skippable
        />
      )}
      {run.suggestion === null && run.device === null && looking && <Looking />}
      <Relation relation={run.relation} />
      {run.scan !== null && <Scan run={run} scan={run.scan} rest={run.suggestion === null ? 'button' : 'nothing'} />}
      {!blocked && node}
      <section class="group">
        <h2 class="section-title">
          {t(run.from === 'phone' ? 'run_identities' : 'run_places')}{' '}
          <span aria-live="polite">{tn('run_found', found)}</span>
        </h2>
        <Places places={run.places} from={run.from} deeper={run.suggestion !== null} />
      </section>
      {stop.fault !== null && <FaultPanel fault={stop.fault} />}
      {check.fault !== null && <FaultPanel fault={check.fault} />}
      {run.suggestion === null && (
        <div class="apply-bar apply-bar-still">
          <p>
            {notChecked > 0 ? tn('run_not_checked', notChecked) : t('run_saved')}
            {run.device !== null && run.device.screens !== null && ` ${t('stop_still_asks')}`}
          </p>
          <div class="actions">
            {notChecked > 0 && (
              <Button
                kind={resting ? 'primary' : 'plain'}
                disabled={check.busy}
                onClick={() => void check.run({ recovery: 'check-again' })}
                testId="recover-check-again"
              >
                {t('run_check_again')}
              </Button>
            )}
            <Button disabled={stop.busy} onClick={() => void stop.run({ recovery: 'stop' })} testId="recover-stop">
              {t('run_stop_empty')}
            </Button>
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

const EMPTY: Readonly<Record<Emptiness, PluralKey>> = {
  'no-account': 'suggest_empty',
  behind: 'suggest_empty_behind',
  'not-listed': 'suggest_unlisted',
};

const Suggestion = ({ run, suggestion }: { readonly run: RunView; readonly suggestion: SuggestionView }): JSX.Element => {
  const answer = useAction();
  const { emptyInARow, emptiness, hasNext } = suggestion;
  const { accounts: found, unlisted, certainty } = run.outlook;
  return (
    <section
      class="card card-sea"
      data-testid="recover-suggestion"
      data-empty={emptyInARow}
      data-emptiness={emptiness}
      data-unlisted={unlisted}
      role="status"
    >
      <h2>{t(found > 0 ? 'suggest_title' : 'suggest_title_none')}</h2>
      <p>
        {tn(EMPTY[emptiness], emptyInARow)} {found > 0 && tn('suggest_found', found)}
      </p>
      {unlisted > 0 && (
        <p>
          {tn('scan_unlisted', unlisted)} {t('scan_complete_learns')}
        </p>
      )}
      {run.outlook.notChecked > 0 && <p>{tn('run_not_checked', run.outlook.notChecked)}</p>}
      {run.outlook.leftOut > 0 && <p>{tn('sr_skipped', run.outlook.leftOut)}</p>}
      {hasNext && <p>{t('suggest_has_next')}</p>}
      <p>{t(found > 0 ? 'suggest_question' : 'suggest_question_none')}</p>
      {answer.fault !== null && <FaultPanel fault={answer.fault} />}
      <div class="actions">
        <Ways ways={run.ways} go={answer} certainty={certainty} found={found} />
      </div>
    </section>
  );
};
