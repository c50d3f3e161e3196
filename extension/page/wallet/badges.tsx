// Knows the few words beside the name of an account: its state, where its keys are, how many must sign.

import type { JSX } from 'preact';

import type { AccountView } from '../../engine.types';
import { Badge } from '../../ui/page';
import { t, textFor, tn } from '../../ui/texts';
import { KeysBadge } from '../keys/place';

/** What is worth knowing about an account at a glance. */
export const Badges = ({ account }: { readonly account: AccountView }): JSX.Element => (
  <>
    {account.state !== 'confirmed' && (
      <Badge tone={account.state === 'rejected' ? 'bad' : 'warn'}>
        {textFor('account', account.state, {}, 'account_other')}
      </Badge>
    )}
    <KeysBadge place={account.keys} />
    {account.checking && <Badge>{t('keys_checking')}</Badge>}
    {account.findings.length > 0 && <Badge tone="warn">{t('account_finding')}</Badge>}
    {account.signatureThreshold > 1 && <Badge tone="sea">{tn('account_threshold', account.signatureThreshold)}</Badge>}
    {account.isInitial && <Badge>{t('account_initial')}</Badge>}
  </>
);
