// Knows the few words beside the name of an account: its state, where its keys are, how many must sign.

import type { JSX } from 'preact';

import type { AccountState, AccountView } from '../../engine.types';
import { Badge, type Tone } from '../../ui/page';
import { t, type TextKey, tn } from '../../ui/texts';
import { KeysBadge } from '../keys/place';
import { ReceivingBadge } from './receiving';

/** A state is said where it is not what every account should be in. */
const STATES: Readonly<Record<AccountState, { readonly label: TextKey; readonly tone: Tone } | null>> = {
  confirmed: null,
  pending: { label: 'account_pending', tone: 'warn' },
  rejected: { label: 'account_rejected', tone: 'bad' },
  genesis: { label: 'account_genesis', tone: 'warn' },
};

/** What is worth knowing about an account at a glance. */
export const Badges = ({ account }: { readonly account: AccountView }): JSX.Element => (
  <>
    <State state={account.state} />
    <KeysBadge place={account.keys} />
    <ReceivingBadge receiving={account.receiving} />
    {account.checking && <Badge>{t('keys_checking')}</Badge>}
    {account.findings.length > 0 && <Badge tone="warn">{t('account_finding')}</Badge>}
    {account.signatureThreshold > 1 && <Badge tone="sea">{tn('account_threshold', account.signatureThreshold)}</Badge>}
    {account.isInitial && <Badge>{t('account_initial')}</Badge>}
  </>
);

const State = ({ state }: { readonly state: AccountState }): JSX.Element | null => {
  const look = STATES[state];
  return look === null ? null : <Badge tone={look.tone}>{t(look.label)}</Badge>;
};
