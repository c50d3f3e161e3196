// Knows what is said about whether the Ledger at hand can sign for an account, and how its address is compared on the Ledger.

import type { JSX } from 'preact';

import type { AccessState, AccessView, AccountView, AddressOnLedger } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { LedgerIcon } from '../../ui/icons';
import { Badge, type Tone } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { canUseLedger } from './grant';

interface Look {
  /** Nothing is said beside a name before anybody asked. */
  readonly badge: TextKey | null;
  readonly sentence: (access: AccessView) => string;
  readonly tone: Tone;
}

const LOOKS: Readonly<Record<AccessState, Look>> = {
  unknown: { badge: null, sentence: () => t('access_unknown'), tone: 'plain' },
  'can-sign': { badge: 'access_can_sign', sentence: () => t('access_can_sign_text'), tone: 'good' },
  'needs-more': {
    badge: 'access_needs_more',
    sentence: ({ missing }) => tn('access_needs_more_text', missing),
    tone: 'sea',
  },
  'has-some': {
    badge: 'access_has_some',
    sentence: ({ keys, missing }) =>
      [
        t('access_has_some_text', { held: keys?.held ?? 0, of: keys?.of ?? 0, needed: keys?.needed ?? 0 }),
        ...(missing > 0 ? [tn('access_has_some_more', missing)] : []),
      ].join(' '),
    tone: 'sea',
  },
  removed: { badge: 'access_removed', sentence: () => t('access_removed_text'), tone: 'warn' },
  'keys-differ': { badge: 'access_keys_differ', sentence: () => t('access_keys_differ_text'), tone: 'bad' },
  'other-ledger': { badge: 'access_other_ledger', sentence: () => t('access_other_ledger_text'), tone: 'warn' },
  'not-checked': { badge: 'access_not_checked', sentence: () => t('access_not_checked_text'), tone: 'plain' },
};

/** Why its address cannot be compared on the Ledger. */
const ADDRESS_HINTS: Readonly<Record<AddressOnLedger, TextKey | null>> = {
  shown: null,
  older: 'access_older',
  'not-of-ledger': 'access_not_of_ledger',
};

/** What is known about an account. */
export function accessOf(views: readonly AccessView[], account: AccountView): AccessView | undefined {
  return views.find(({ network, account: id }) => network === account.network && id === account.id);
}

/** The word for it. */
export const AccessBadge = ({ access }: { readonly access: AccessView | undefined }): JSX.Element | null => {
  if (access === undefined) return null;
  const { badge, tone } = LOOKS[access.state];
  return badge === null ? null : (
    <span data-testid="access-state" data-state={access.state}>
      <Badge tone={tone}>{t(badge)}</Badge>
    </span>
  );
};

/** The card of an account whose keys are on a Ledger. */
export const Access = ({ account }: { readonly account: AccountView }): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const check = useAction();
  const show = useAction();
  const access = accessOf(wallet.access, account);
  const state = access?.state ?? 'unknown';
  const hint = access === undefined ? null : ADDRESS_HINTS[access.address];
  const busy = snapshot.device.task !== 'none' || check.busy || show.busy;
  return (
    <section class="card" data-testid="account-access" data-state={state}>
      <h2 class="badges">
        {t('access_title')} <AccessBadge access={access} />
      </h2>
      <p>{access === undefined ? t('access_unknown') : LOOKS[state].sentence(access)}</p>
      {access !== undefined && access.fault !== null && <FaultPanel fault={access.fault} quiet />}
      {hint !== null && <p class="hint">{t(hint)}</p>}
      {!canUseLedger() && <p class="hint">{t('recover_no_hid')}</p>}
      {check.fault !== null && (
        <FaultPanel fault={check.fault} onRemedied={() => void check.run({ ledger: 'check-access' })} />
      )}
      {show.fault !== null && <FaultPanel fault={show.fault} />}
      <div class="actions">
        <Button
          disabled={busy || !canUseLedger()}
          onClick={() => void check.run({ ledger: 'check-access' })}
          testId="check-access"
        >
          <LedgerIcon />
          {t(state === 'unknown' ? 'access_check' : 'access_check_again')}
        </Button>
        {access?.address === 'shown' && (
          <Button
            disabled={busy}
            onClick={() => void show.run({ ledger: { 'show-address': { network: account.network, id: account.id } } })}
            testId="show-address"
          >
            {t('access_show_address')}
          </Button>
        )}
      </div>
    </section>
  );
};
