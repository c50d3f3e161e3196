// Knows the overview after a run: what was found, how much it means that nothing more was, and the ways on.

import type { JSX } from 'preact';

import type { Certainty, Fault, RunView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { useAction } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { KeysStart } from '../key_search/start';
import { NodeLine } from '../nodes/line';
import { nothingThere } from './coverage';
import { DeeperEverywhere } from './deeper';
import { Findings, heldTogether } from './findings';
import { ForgetSearch } from './forget';
import { Places } from './places';
import { Relation } from './relation';
import { Scan } from './scan';
import { SecondOpinion } from './second';
import { Ways } from './ways';

interface OverviewProps {
  readonly run: RunView;
  /** Why it ended early, if it did. */
  readonly fault: Fault | null;
  readonly onReport: () => void;
}

/** The overview. */
export const Overview = ({ run, fault, onReport }: OverviewProps): JSX.Element => {
  const go = useAction();
  const { accounts: found, notChecked, certainty } = run.outlook;
  const held = heldTogether(run.findings);
  return (
    <section
      class="stack"
      data-testid="recover-overview"
      data-found={found}
      data-not-checked={notChecked}
      data-certainty={certainty}
    >
      <Card tone={found > 0 ? 'good' : 'plain'}>
        <h2>{found > 0 ? tn('over_found', found) : t(certainty === 'answered' ? 'over_none' : 'over_none_yet')}</h2>
        {held !== null && (
          <p class="amount-line" data-testid="findings-total" data-micro-ccd={run.findings.total}>
            {held}
          </p>
        )}
        {found > 0 && <p>{t(run.from === 'phone' ? 'over_found_phone_text' : 'over_found_text')}</p>}
        {(found === 0 || certainty !== 'answered') && <p data-testid="recover-certainty">{t(doubtOf(run))}</p>}
        {fault !== null && <FaultPanel fault={fault} />}
        {go.fault !== null && <FaultPanel fault={go.fault} />}
        <div class="actions">
          <Ways ways={run.ways} go={go} certainty={certainty} found={found} />
        </div>
        <div class="actions">
          <Button kind="quiet" onClick={onReport} testId="recover-report">
            {t('sr_open')}
          </Button>
          <ForgetSearch found={found} />
        </div>
      </Card>
      <Findings run={run} />
      {notChecked > 0 && (
        <Card title={tn('over_not_checked', notChecked)} tone="warn">
          <p>{t('over_not_checked_text')}</p>
        </Card>
      )}
      {run.scan !== null && <Scan run={run} scan={run.scan} rest="words" />}
      <SecondOpinion run={run} />
      <Relation relation={run.relation} />
      <NodeLine node={run.node} awaited={notChecked > 0} askedElsewhere />
      <Where run={run} />
      <DeeperEverywhere run={run} />
      {run.from === 'ledger' && (
        <section class="group">
          <h2 class="section-title">{t('keys_after')}</h2>
          <KeysStart keys="ledger-program" />
          <KeysStart keys="desktop-wallet" />
        </section>
      )}
    </section>
  );
};

/** Where it was looked: what has something to say, and in one line where the node said of everything that there is nothing. */
const Where = ({ run: { places, from, findings } }: { readonly run: RunView }): JSX.Element => {
  const telling = places.filter(({ isNothing }) => !isNothing);
  const silent = places.filter(({ isNothing }) => isNothing);
  return (
    <section class="group">
      <h2 class="section-title">{t(from === 'phone' ? 'run_identities' : 'run_places')}</h2>
      {(telling.length > 0 || silent.length === 0) && <Places places={telling} from={from} deeper withoutAccounts />}
      {silent.length > 0 && (
        <details class="card" data-testid="recover-nothing">
          <summary>
            {findings.nothing.length === 0
              ? tn('nothing_phone', silent.length)
              : findings.nothing.map(nothingThere).join(' ')}
          </summary>
          <Places places={silent} from={from} deeper withoutAccounts />
        </details>
      )}
    </section>
  );
};

/** How much it means that nothing, or nothing more, was found. */
const NOTHING: Readonly<Record<Certainty, TextKey>> = {
  'not-checked': 'over_none_yet_text',
  partial: 'over_none_partial_text',
  'not-listed': 'over_none_listed_text',
  behind: 'over_none_behind_text',
  answered: 'over_none_text',
};
const NOTHING_MORE: Readonly<Record<Exclude<Certainty, 'answered'>, TextKey>> = {
  'not-checked': 'over_more_yet_text',
  partial: 'over_more_partial_text',
  'not-listed': 'over_more_listed_text',
  behind: 'over_more_behind_text',
};

function doubtOf({ from, outlook: { accounts, certainty } }: RunView): TextKey {
  if (accounts > 0 && certainty !== 'answered') return NOTHING_MORE[certainty];
  return certainty === 'answered' && from === 'phone' ? 'over_none_phone_text' : NOTHING[certainty];
}
