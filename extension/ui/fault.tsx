// Knows how every fault and every notice looks: what happened, what to do now, and the code for whoever helps.
// Refuses to show or copy anything but the code and the fields of the fault.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { askForOrigin } from '../chrome/browser';
import type { Fault, FaultCode, Notice, Remedy } from '../engine.types';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { Foreign } from './foreign';
import { helpAt, helpOf } from './help';
import { AlertIcon, InfoIcon } from './icons';
import { useAction, useSession } from './session';
import { faultText, noticeText, t } from './texts';

interface FaultPanelProps {
  readonly fault: Fault;
  /** Only explains what a sentence beside it already asks for: no alarm. */
  readonly quiet?: boolean;
  /** Tries again what failed, once what the fault names as its remedy was done. */
  readonly onRemedied?: () => void;
}

/** A fault, announced as soon as it appears. */
export const FaultPanel = ({ fault, quiet = false, onRemedied }: FaultPanelProps): JSX.Element => {
  const { message, advice } = faultText(fault);
  return (
    <div
      class={quiet ? 'panel panel-plain' : 'panel panel-bad'}
      role={quiet ? 'note' : 'alert'}
      data-testid="fault"
      data-code={fault.code}
    >
      {quiet ? <InfoIcon /> : <AlertIcon />}
      <div class="panel-body">
        {fault.fields['file'] !== undefined && (
          <p class="hint" data-testid="fault-file">
            <Foreign text={fault.fields['file']} />
          </p>
        )}
        <p class="panel-title" data-testid="fault-message">
          {message}
        </p>
        <p data-testid="fault-advice">{advice}</p>
        {fault.remedy !== undefined && <RemedyButton remedy={fault.remedy} onRemedied={onRemedied} />}
        <p class="panel-foot">
          <code>{fault.code}</code>
          <HelpLink code={fault.code} />
          <CopyButton text={faultDetails(fault)} label={t('copy_fault')} quiet />
        </p>
      </div>
    </div>
  );
};

/** The way to the help about a fault, where there is more to say than its advice does. */
export const HelpLink = ({ code }: { readonly code: FaultCode }): JSX.Element | null =>
  helpOf(code) === null ? null : (
    <a href={helpAt(code)} data-testid="fault-help">
      {t('help_of_fault')}
    </a>
  );

interface RemedyButtonProps<R extends Remedy> {
  readonly remedy: R;
  readonly onRemedied: (() => void) | undefined;
}

type Of<K extends Remedy['kind']> = Extract<Remedy, { kind: K }>;

/** What the advice asks to be pressed. */
const RemedyButton = ({ remedy, onRemedied }: RemedyButtonProps<Remedy>): JSX.Element => {
  switch (remedy.kind) {
    case 'allow-node':
      return <AllowNode remedy={remedy} onRemedied={onRemedied} />;
    case 'stop-search':
      return <StopSearch remedy={remedy} onRemedied={onRemedied} />;
  }
};

/** The browser's question whether Lifeboat may read this node. */
const AllowNode = ({ remedy, onRemedied }: RemedyButtonProps<Of<'allow-node'>>): JSX.Element => {
  const [answer, setAnswer] = useState<boolean | null>(null);
  const ask = async (): Promise<void> => {
    const allowed = await askForOrigin(remedy.url);
    setAnswer(allowed);
    if (allowed) onRemedied?.();
  };
  return (
    <>
      <div class="actions">
        <Button onClick={() => void ask()} testId="remedy">
          {t('remedy_allow_node')}
        </Button>
      </div>
      {answer !== null && (
        <p class="hint" role="status" data-testid="remedy-answer" data-allowed={String(answer)}>
          {t(answer ? 'remedy_allowed' : 'remedy_not_allowed')}
        </p>
      )}
    </>
  );
};

/** Stops the search that is in the way, and goes on once it has stopped. */
const StopSearch = ({ onRemedied }: RemedyButtonProps<Of<'stop-search'>>): JSX.Element => {
  const { snapshot } = useSession();
  const stop = useAction();
  const [pressed, setPressed] = useState(false);
  const isStopped = pressed && snapshot.recovery.step !== 'running';
  const goOn = useRef(onRemedied);
  goOn.current = onRemedied;
  useEffect(() => {
    if (isStopped) goOn.current?.();
  }, [isStopped]);
  const press = (): void => {
    setPressed(true);
    // One that has ended meanwhile needs no word any more.
    if (snapshot.recovery.step === 'running') void stop.run({ recovery: 'stop' });
  };
  return isStopped ? (
    <p class="hint" role="status" data-testid="remedy-answer">
      {t('remedy_stopped')}
    </p>
  ) : (
    <div class="actions">
      <Button disabled={pressed && stop.fault === null} onClick={press} testId="remedy">
        {t('remedy_stop_search')}
      </Button>
    </div>
  );
};

/** Sentences worth knowing that stop nothing. */
export const NoticeList = ({ notices, testId = 'notice', tone = 'info' }: NoticeListProps): JSX.Element | null =>
  notices.length === 0 ? null : (
    <ul class="notices">
      {notices.map((notice, position) => (
        <li key={position} class={`panel panel-${tone}`} data-testid={testId} data-code={notice.code}>
          {tone === 'info' ? <InfoIcon /> : <AlertIcon />}
          <p class="panel-body">{noticeText(notice)}</p>
        </li>
      ))}
    </ul>
  );

interface NoticeListProps {
  readonly notices: readonly Notice[];
  readonly testId?: string;
  readonly tone?: 'info' | 'warn';
}

function faultDetails(fault: Fault): string {
  const fields = Object.entries(fault.fields).map(([name, value]) => `${name}: ${value}`);
  return [`code: ${fault.code}`, ...fields].join('\n');
}
