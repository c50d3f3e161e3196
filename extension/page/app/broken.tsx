// Knows the page that is left when the engine cannot run: what is safe, and the way back.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Route } from '../../chrome/browser';
import type { Fault } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { PageTitle } from '../../ui/page';
import { t } from '../../ui/texts';
import { HelpAlone } from './help';
import { usePlace } from './route';

/** The engine is gone; only a fresh one helps. */
export const BrokenPage = ({
  fault,
  onRestart,
}: {
  readonly fault: Fault;
  readonly onRestart: () => void;
}): JSX.Element => {
  const { route, item } = usePlace();
  // Where the help was open when the engine broke, the way back leads here as well.
  const [before] = useState<Route>(route === 'help' ? 'overview' : route);
  return (
    <div class="closed" data-testid="app" data-vault="failed">
      <main class="closed-main">
        {route === 'help' ? (
          <HelpAlone item={item} back={before} />
        ) : (
          <>
            <PageTitle lead={t('broken_lead')}>
              {t(fault.code === 'engine-failed' ? 'broken_title' : 'broken_title_work')}
            </PageTitle>
            <FaultPanel fault={fault} />
            <div class="actions">
              <Button kind="primary" onClick={onRestart} testId="engine-restart">
                {t('broken_restart')}
              </Button>
            </div>
          </>
        )}
      </main>
    </div>
  );
};
