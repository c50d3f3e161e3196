// Knows the offer to look at numbers beyond those of the plan, for one place or for all.

import type { JSX } from 'preact';

import type { PlaceView, RunView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Card } from '../../ui/page';
import { useAction } from '../../ui/session';
import { t } from '../../ui/texts';

/** The button of one place. */
export const DeeperHere = ({ place, name }: { readonly place: PlaceView; readonly name: string }): JSX.Element => {
  const deeper = useAction();
  return (
    <>
      <Button
        kind="quiet"
        disabled={deeper.busy}
        onClick={() => void deeper.run({ recovery: { 'look-deeper': { place: place.id } } })}
        label={t('deeper_here_label', { place: name })}
        testId="recover-look-deeper"
      >
        {t('deeper_here')}
      </Button>
      {deeper.fault !== null && <FaultPanel fault={deeper.fault} />}
    </>
  );
};


/** The card for all of them: who needs it, and what it costs. */
export const DeeperEverywhere = ({ run: { deeperFrom, from } }: { readonly run: RunView }): JSX.Element | null => {
  const deeper = useAction();
  if (deeperFrom === null) return null;
  return (
    <Card title={t('deeper_title', { count: deeperFrom })}>
      <p>
        {t('deeper_text')}
        {from === 'ledger' && ` ${t('deeper_text_ledger')}`}
      </p>
      {deeper.fault !== null && <FaultPanel fault={deeper.fault} />}
      <div class="actions">
        <Button
          disabled={deeper.busy}
          onClick={() => void deeper.run({ recovery: { 'look-deeper': { place: null } } })}
          testId="recover-look-deeper-all"
        >
          {t('deeper_everywhere')}
        </Button>
      </div>
    </Card>
  );
};
