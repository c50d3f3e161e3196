// Knows how every fault and every notice looks: what happened, what to do now, and the code for whoever helps.
// Refuses to show or copy anything but the code and the fields of the fault.

import type { JSX } from 'preact';

import type { Fault, NoticeView } from '../engine.types';
import { CopyButton } from './copy-button';
import { AlertIcon, InfoIcon } from './icons';
import { faultText, noticeText, t } from './texts';

interface FaultPanelProps {
  readonly fault: Fault;
  /** Only explains what a sentence beside it already asks for: no alarm. */
  readonly quiet?: boolean;
}

/** A fault, announced as soon as it appears. */
export const FaultPanel = ({ fault, quiet = false }: FaultPanelProps): JSX.Element => {
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
        <p class="panel-title" data-testid="fault-message">
          {message}
        </p>
        <p data-testid="fault-advice">{advice}</p>
        <p class="panel-foot">
          <code>{fault.code}</code>
          <CopyButton text={faultDetails(fault)} label={t('fault_copy')} quiet />
        </p>
      </div>
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
  readonly notices: readonly NoticeView[];
  readonly testId?: string;
  readonly tone?: 'info' | 'warn';
}

function faultDetails(fault: Fault): string {
  const fields = Object.entries(fault.fields).map(([name, value]) => `${name}: ${value}`);
  return [`code: ${fault.code}`, ...fields].join('\n');
}
