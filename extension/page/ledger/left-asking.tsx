// Knows what is said when a question stays on a Ledger's screen that nobody waits for any more: how to refuse it there.

import type { JSX } from 'preact';

import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { useAction, useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { LedgerSteps } from './steps';

/** Nothing while there is no such question. */
export const LeftAsking = (): JSX.Element | null => {
  const { snapshot } = useSession();
  const settle = useAction();
  const left = snapshot.leftAsking;
  if (left === null) return null;
  return (
    <section class="card card-warn" role="status" data-testid="left-asking">
      <h2>{t('left_asking_title')}</h2>
      <p>{t('left_asking_text', { label: left.screens.label })}</p>
      <LedgerSteps model={left.model} pages={left.screens.no} way="no" />
      {settle.fault !== null && <FaultPanel fault={settle.fault} />}
      <div class="actions">
        <Button
          disabled={settle.busy}
          onClick={() => void settle.run({ ledger: 'settled' })}
          testId="left-asking-done"
        >
          {t('left_asking_done')}
        </Button>
      </div>
    </section>
  );
};
