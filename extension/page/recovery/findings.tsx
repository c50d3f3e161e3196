// Knows the list of what a search has found: the accounts first, with what they hold and whose word it is that they are there.

import type { JSX } from 'preact';

import type { BalanceView, FindingsView, FoundView, RunView } from '../../engine.types';
import { ccd, isZero } from '../../ui/amount';
import { Foreign } from '../../ui/foreign';
import { Badge } from '../../ui/page';
import { t, tn } from '../../ui/texts';
import { foundKey, VERDICTS } from '../keys/proof';

/** What all of them hold together, in a sentence; nothing where nobody said. */
export function heldTogether({ total, withoutBalance }: FindingsView): string | null {
  if (total === null) return null;
  const sentence = t('findings_total', { amount: ccd(total) });
  return withoutBalance > 0 ? `${sentence} ${tn('findings_without', withoutBalance)}` : sentence;
}

/** The accounts. */
export const Findings = ({ run }: { readonly run: RunView }): JSX.Element | null =>
  run.findings.accounts.length === 0 ? null : (
    <ul class="rows" aria-label={t('findings_list')} data-testid="findings">
      {run.findings.accounts.map((account) => (
        <Found key={account.address} account={account} />
      ))}
    </ul>
  );

const Found = ({ account }: { readonly account: FoundView }): JSX.Element => (
  <li
    class="row"
    data-testid="recover-found"
    data-address={account.address}
    data-removed={String(account.removed)}
    data-shared={String(account.shared)}
    data-missing={account.missing}
    data-proof={account.proof}
    data-second={account.second ?? undefined}
  >
    <div class="row-main">
      <p class="row-title">
        <Foreign text={account.name} />
        <FoundBadges account={account} />
      </p>
      <p class="row-sub mono" dir="ltr">
        {account.address}
      </p>
      {account.balance !== null && <Held balance={account.balance} />}
    </div>
    {account.balance === null ? (
      <span class="row-amount hint">{t('findings_no_balance')}</span>
    ) : (
      <span class="row-amount" data-testid="found-total" data-micro-ccd={account.balance.total}>
        {ccd(account.balance.total)}
      </span>
    )}
  </li>
);

/** What is known of an account beside its name. */
export const FoundBadges = ({ account }: { readonly account: FoundView }): JSX.Element => (
  <>
    {account.knownAs === null ? <Badge tone="good">{t('found_new')}</Badge> : <Badge>{t('found_here')}</Badge>}
    {account.shared && <Badge tone="sea">{t('found_shared')}</Badge>}
    {account.missing > 0 && <Badge tone="warn">{tn('found_missing', account.missing)}</Badge>}
    {account.removed && <Badge tone="warn">{t('found_removed')}</Badge>}
    <Badge tone={account.proof === 'derived' ? 'good' : 'warn'}>{t(foundKey(account.proof))}</Badge>
    {account.second !== null && <Badge tone={VERDICTS[account.second].tone}>{t(VERDICTS[account.second].label)}</Badge>}
  </>
);

/** Where not all of it can be sent, or where there is more than CCD. */
const Held = ({ balance }: { readonly balance: BalanceView }): JSX.Element | null => {
  const { total, atDisposal, tokens, moreTokens, isShielded, hasUnknown } = balance;
  const count = tokens.length + moreTokens;
  const parts = [
    total === atDisposal || isZero(total) ? null : t('findings_at_disposal', { amount: ccd(atDisposal) }),
    isShielded ? t('findings_shielded') : null,
    count > 0 ? tn('findings_tokens', count) : null,
    hasUnknown ? t('findings_unknown') : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <p class="row-sub">{parts.join(' · ')}</p>;
};
