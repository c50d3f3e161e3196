// Knows how it is said that something is wrong with the keys of an account: what, and what to do, without alarm.

import type { JSX } from 'preact';

import type { Notice } from '../../engine.types';
import { AlertIcon } from '../../ui/icons';
import { noticeText } from '../../ui/texts';

interface FindingsProps {
  readonly findings: readonly Notice[];
  /** Said after them, where the page has more room than a list. */
  readonly advice?: string;
}

/** One panel for all of them; nothing when there are none. */
export const Findings = ({ findings, advice }: FindingsProps): JSX.Element | null =>
  findings.length === 0 ? null : (
    <div class="panel panel-warn" role="note">
      <AlertIcon />
      <div class="panel-body">
        {findings.map((finding, position) => (
          <p key={position} data-testid="finding" data-code={finding.code}>
            {noticeText(finding)}
          </p>
        ))}
        {advice !== undefined && <p>{advice}</p>}
      </div>
    </div>
  );
