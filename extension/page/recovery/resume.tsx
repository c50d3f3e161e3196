// Knows the card about an interrupted search: go on, or forget it. Forgetting asks first.

import type { JSX } from 'preact';

import type { ResumableView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { ago } from '../../ui/format';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { nameOfGenesis } from '../settings/network';
import { ForgetSearch } from './forget';

/** The card. */
export const Resume = ({ resumable }: { readonly resumable: ResumableView }): JSX.Element => {
  const { snapshot } = useSession();
  const go = useAction();
  const fields = {
    when: ago(resumable.savedAt, Date.now()),
    network: nameOfGenesis(snapshot, resumable.network),
  };
  return (
    <Card title={t('resume_title')} tone="warn">
      <p data-testid="recover-resumable" data-from={resumable.from}>
        {t(resumable.from === 'phone' ? 'resume_text_phone' : 'resume_text', fields)}{' '}
        {tn(resumable.from === 'phone' ? 'resume_identities' : 'resume_indices', resumable.indices)}{' '}
        {tn('resume_found', resumable.found)}
      </p>
      {go.fault !== null && <FaultPanel fault={go.fault} />}
      <div class="actions">
        <Button
          kind="primary"
          disabled={go.busy}
          onClick={() => void go.run({ recovery: 'resume' })}
          testId="recover-resume"
        >
          {t('resume_go_on')}
        </Button>
        <ForgetSearch found={resumable.found} />
      </div>
    </Card>
  );
};
