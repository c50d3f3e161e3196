// Knows how it is said what the chain makes of keys: only the chain ties a key to an account, and nobody says so before it was asked.

import type { JSX } from 'preact';

import type { KeysCheck, KeysCheckView } from '../../engine.types';
import { FaultPanel } from '../../ui/fault';
import { ago } from '../../ui/format';
import { Badge, type Tone } from '../../ui/page';
import { t, type TextKey, tn } from '../../ui/texts';

interface Look {
  readonly label: TextKey;
  readonly tone: Tone;
  readonly sentence: (check: KeysCheckView) => string;
}

const LOOKS: Readonly<Record<KeysCheck, Look>> = {
  'not-compared': {
    label: 'keys_check_not_compared',
    tone: 'plain',
    sentence: () => t('keys_check_not_compared_text'),
  },
  asking: { label: 'keys_check_asking', tone: 'sea', sentence: () => t('keys_check_asking_text') },
  sign: { label: 'keys_check_sign', tone: 'good', sentence: () => t('keys_check_sign_text') },
  'need-more': {
    label: 'keys_check_need_more',
    tone: 'sea',
    sentence: ({ signers }) => tn('keys_check_need_more_text', signers),
  },
  differ: { label: 'keys_check_differ', tone: 'bad', sentence: () => t('keys_check_differ_text') },
  'no-account': { label: 'keys_check_no_account', tone: 'bad', sentence: () => t('keys_check_no_account_text') },
  failed: { label: 'keys_check_failed', tone: 'warn', sentence: () => t('keys_check_failed_text') },
};

/** The word, and what it means. */
export const KeysCheckLine = ({ check }: { readonly check: KeysCheckView }): JSX.Element => {
  const { label, tone, sentence } = LOOKS[check.state];
  return (
    <div class="stack-small" data-testid="keys-check" data-state={check.state}>
      <p>
        <Badge tone={tone}>{t(label)}</Badge> {sentence(check)}
        {check.at !== null && ` ${t('keys_check_asked', { when: ago(check.at, Date.now()) })}`}
      </p>
      {check.fault !== null && <FaultPanel fault={check.fault} quiet />}
    </div>
  );
};
