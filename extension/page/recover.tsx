// Knows the recovery flow: what to expect, the run, the overview; its end is the preview of the import flow.

import type { JSX } from 'preact';

import type { RecoveryView, ResumableView } from '../engine.types';
import { Button } from '../ui/button';
import { FaultPanel } from '../ui/fault';
import { ago } from '../ui/format';
import { Card, PageTitle, Steps } from '../ui/page';
import { useAction, useSession } from '../ui/session';
import { t, tn } from '../ui/texts';
import { isRecovery } from './import';
import { Preview } from './import/preview';
import { Report } from './import/report';
import { currentNetwork, nameOfGenesis, networkName } from './network';
import { canUseLedger } from './recover/grant';
import { Overview } from './recover/overview';
import { Run } from './recover/run';
import { linkTo } from './route';

const AT: Readonly<Record<RecoveryView['step'], number>> = { idle: 0, running: 1, overview: 2 };

/** The recovery page. */
export const RecoverPage = (): JSX.Element => {
  const { snapshot } = useSession();
  const { recovery, import: merge } = snapshot;
  const merging = isRecovery(merge);
  const at = merge.step === 'done' && merging ? 4 : merging ? 3 : AT[recovery.step];
  return (
    <>
      <PageTitle lead={at === 0 ? t('recover_lead') : undefined}>{t('recover_title')}</PageTitle>
      <Steps
        names={[t('recover_step_know'), t('recover_step_run'), t('recover_step_overview'), t('recover_step_preview')]}
        at={at}
      />
      {merging && merge.step === 'preview' && <Preview view={merge} />}
      {merging && merge.step === 'done' && <Report view={merge} />}
      {(!merging || merge.step === 'done') && recovery.step === 'idle' && (
        <Before resumable={recovery.resumable} again={merging} />
      )}
      {!merging && recovery.step === 'running' && <Run run={recovery.run} />}
      {!merging && recovery.step === 'overview' && <Overview run={recovery.run} />}
    </>
  );
};

interface BeforeProps {
  readonly resumable: ResumableView | null;
  /** A recovery has just ended: what there is to know was read. */
  readonly again: boolean;
}

const Before = ({ resumable, again }: BeforeProps): JSX.Element => {
  const { snapshot } = useSession();
  const start = useAction();
  const network = currentNetwork(snapshot);
  const possible = canUseLedger();
  return (
    <>
      {resumable !== null && <Resume resumable={resumable} />}
      {!possible && (
        <Card title={t('recover_no_hid')} tone="warn">
          <p>{t('recover_no_hid_text')}</p>
        </Card>
      )}
      {!again && <GoodToKnow url={network?.nodeUrl ?? ''} />}
      <div class={again ? 'apply-bar apply-bar-still' : 'apply-bar'}>
        <p>
          {network !== null && t('recover_network', { network: networkName(network) })}{' '}
          <a href={linkTo('settings')}>{t('recover_network_change')}</a>
        </p>
        <div class="actions">
          <Button
            kind={resumable === null && !again ? 'primary' : 'plain'}
            disabled={!possible || start.busy}
            onClick={() => void start.run({ type: 'recovery-start' })}
            testId="recover-start"
          >
            {t(resumable !== null ? 'recover_start_anew' : again ? 'recover_start_again' : 'recover_start')}
          </Button>
        </div>
      </div>
      {start.fault !== null && <FaultPanel fault={start.fault} />}
      <p class="hint">{t('never_asked')}</p>
    </>
  );
};

/** What comes back and what does not, how it goes, and what the node learns. */
const GoodToKnow = ({ url }: { readonly url: string }): JSX.Element => (
  <>
    <div class="columns">
      <Card title={t('recover_back_title')}>
        <ul class="advice">
          <li>{t('recover_back_accounts')}</li>
          <li>{t('recover_back_credentials')}</li>
          <li>{t('recover_back_placeholders')}</li>
        </ul>
      </Card>
      <Card title={t('recover_not_title')}>
        <ul class="advice">
          <li>{t('recover_not_identity')}</li>
          <li>{t('recover_not_names')}</li>
        </ul>
        <p class="hint">
          {t('recover_not_hint')} <a href={linkTo('import')}>{t('recover_not_import')}</a>
        </p>
      </Card>
    </div>
    <Card title={t('recover_how_title')}>
      <ol class="ways">
        <li>{t('recover_how_connect')}</li>
        <li>{t('recover_how_approve')}</li>
        <li>{t('recover_how_stop')}</li>
      </ol>
      <h3>{t('recover_learns_title')}</h3>
      <p>{t('recover_learns', { url })}</p>
    </Card>
  </>
);

const Resume = ({ resumable }: { readonly resumable: ResumableView }): JSX.Element => {
  const { snapshot } = useSession();
  const go = useAction();
  return (
    <Card title={t('resume_title')} tone="warn">
      <p>
        {t('resume_text', {
          when: ago(resumable.savedAt, Date.now()),
          network: nameOfGenesis(snapshot, resumable.network),
        })}{' '}
        {tn('resume_indices', resumable.indices)} {tn('resume_found', resumable.found)}
      </p>
      {go.fault !== null && <FaultPanel fault={go.fault} />}
      <div class="actions">
        <Button
          kind="primary"
          disabled={go.busy}
          onClick={() => void go.run({ type: 'recovery-resume' })}
          testId="recover-resume"
        >
          {t('resume_go_on')}
        </Button>
        <Button disabled={go.busy} onClick={() => void go.run({ type: 'recovery-discard' })} testId="recover-discard">
          {t('resume_discard')}
        </Button>
      </div>
    </Card>
  );
};
