// Knows the page that is left when the engine cannot run: what is safe, and the way back.

import type { JSX } from 'preact';

import type { Fault } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { PageTitle } from '../../ui/page';
import { t } from '../../ui/texts';

/** The engine is gone; only a fresh one helps. */
export const BrokenPage = ({
  fault,
  onRestart,
}: {
  readonly fault: Fault;
  readonly onRestart: () => void;
}): JSX.Element => (
  <div class="closed" data-testid="app" data-vault="failed">
    <main class="closed-main">
      <PageTitle lead={t('broken_lead')}>
        {t(fault.code === 'engine-failed' ? 'broken_title' : 'broken_title_work')}
      </PageTitle>
      <FaultPanel fault={fault} />
      <div class="actions">
        <Button kind="primary" onClick={onRestart} testId="engine-restart">
          {t('broken_restart')}
        </Button>
      </div>
    </main>
  </div>
);
