// Knows how the node of a search reads: which, how it is, how far behind; and what can be done while it cannot be asked.

import type { JSX } from 'preact';

import type { FaultCode, NodeState, NodeStateView } from '../../engine.types';
import { Button } from '../../ui/button';
import { duration } from '../../ui/duration';
import { FaultPanel } from '../../ui/fault';
import { AlertIcon, NodeIcon } from '../../ui/icons';
import { Badge, type Tone } from '../../ui/page';
import { useAction } from '../../ui/session';
import { formatNumber, t, type TextKey } from '../../ui/texts';
import { linkTo } from '../app/route';

const STATES: Readonly<Record<NodeState, { readonly tone: Tone; readonly label: TextKey }>> = {
  unknown: { tone: 'plain', label: 'node_unknown' },
  asking: { tone: 'sea', label: 'node_asking' },
  ready: { tone: 'good', label: 'node_ready' },
  busy: { tone: 'warn', label: 'node_busy' },
  failing: { tone: 'bad', label: 'node_failing' },
};

/** Seconds. A healthy node is always a few blocks old; "2 seconds behind" would only worry. */
const LAG_WORTH_SAYING = 60;

/** Why a node is not asked, where a person may have it asked all the same. */
const DOUBTS: ReadonlySet<FaultCode> = new Set<FaultCode>(['node-lagging', 'node-clock-behind']);

interface NodeLineProps {
  readonly node: NodeStateView;
  /** Whether something waits for its answers. */
  readonly awaited: boolean;
  /** Whether another button on the page asks it again. */
  readonly askedElsewhere: boolean;
}

/** The node in one line, and below it what is wrong with it. */
export const NodeLine = ({ node, awaited, askedElsewhere }: NodeLineProps): JSX.Element => {
  const doubtful = isDoubtful(node);
  const again = useAction();
  return (
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
        <Badge tone={STATES[node.state].tone}>{t(STATES[node.state].label)}</Badge>
        {node.height !== null && <span class="hint">{t('node_height', { height: formatNumber(node.height) })}</span>}
        {node.lagSeconds !== null && !doubtful && (
          <span class="hint">
            {node.lagSeconds < LAG_WORTH_SAYING ? t('node_current') : t('node_lag', { lag: duration(node.lagSeconds) })}
          </span>
        )}
      </p>
      {node.lagging && !doubtful && (
        <p class="panel panel-warn">
          <AlertIcon />
          <span class="panel-body">{t('node_lagging')}</span>
        </p>
      )}
      {node.fault !== null && (
        <FaultPanel
          fault={node.fault}
          quiet={doubtful && node.state !== 'failing'}
          onRemedied={() => void again.run({ recovery: 'check-again' })}
        />
      )}
      {node.state === 'failing' && awaited && <WaysOn doubtful={doubtful} again={!askedElsewhere} />}
    </section>
  );
};

/** Whether it may not know what is young: a person can have it asked all the same. */
export function isDoubtful({ fault }: NodeStateView): boolean {
  return fault !== null && DOUBTS.has(fault.code);
}

interface WaysOnProps {
  readonly doubtful: boolean;
  readonly again: boolean;
}

/** A node that fails stops the search; nobody may be left without a button. */
const WaysOn = ({ doubtful, again: offersAgain }: WaysOnProps): JSX.Element => {
  const again = useAction();
  const anyway = useAction();
  const busy = again.busy || anyway.busy;
  return (
    <>
      {doubtful && <p>{t('node_anyway_text')}</p>}
      <div class="actions">
        {offersAgain && (
          <Button
            disabled={busy}
            onClick={() => void again.run({ recovery: 'check-again' })}
            testId="recover-node-again"
          >
            {t('node_again')}
          </Button>
        )}
        {doubtful && (
          <Button
            disabled={busy}
            onClick={() => void anyway.run({ recovery: 'use-node-anyway' })}
            testId="recover-use-anyway"
          >
            {t('node_anyway')}
          </Button>
        )}
        <a class="button button-quiet" href={linkTo('settings')}>
          {t('node_other')}
        </a>
      </div>
      {again.fault !== null && <FaultPanel fault={again.fault} />}
      {anyway.fault !== null && <FaultPanel fault={anyway.fault} />}
    </>
  );
};
