// Knows the recovery flow: where to look and what to expect, the run, the overview; its end is the preview of the import flow.

import type { JSX } from 'preact';

import type { RecoveryView } from '../engine.types';
import { PageTitle, Steps } from '../ui/page';
import { useSession } from '../ui/session';
import { t } from '../ui/texts';
import { isRecovery } from './import';
import { Preview } from './import/preview';
import { Report } from './import/report';
import { Overview } from './recover/overview';
import { Run } from './recover/run';
import { Start } from './recover/start';

const AT: Readonly<Record<RecoveryView['step'], number>> = { idle: 0, running: 1, overview: 2 };

/** The recovery page; `item` is where to look first, when another page sent somebody here for it. */
export const RecoverPage = ({ item }: { readonly item: string | null }): JSX.Element => {
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
        <Start key={item} resumable={recovery.resumable} again={merging} phoneFirst={item === 'phone'} />
      )}
      {!merging && recovery.step === 'running' && <Run run={recovery.run} />}
      {!merging && recovery.step === 'overview' && <Overview run={recovery.run} />}
    </>
  );
};
