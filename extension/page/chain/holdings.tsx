// Knows how everything that an account holds is drawn: what can be sent, and why the rest cannot, and tokens, which are no money of
// the chain's and are called whatever a stranger likes.

import type { JSX } from 'preact';

import type { BalanceView, LaterView, StakeView, TokenStanding, TokenView } from '../../engine.types';
import { ccd, decimal } from '../../ui/amount';
import { Foreign } from '../../ui/foreign';
import { day } from '../../ui/format';
import { AlertIcon } from '../../ui/icons';
import { Badge, Fact, Facts, type Tone } from '../../ui/page';
import { formatNumber, t, type TextKey, tn } from '../../ui/texts';

/** All of it, below the total. */
export const Holdings = ({ balance }: { readonly balance: BalanceView }): JSX.Element => {
  const { atDisposal, stake, cooling, locked, isShielded, tokens, moreTokens, hasUnknown } = balance;
  return (
    <>
      <Facts>
        <Fact name={t('balance_at_disposal')}>{ccd(atDisposal)}</Fact>
        {stake !== null && (
          <Fact name={t('balance_staked')}>
            <Staked stake={stake} />
          </Fact>
        )}
        {cooling !== null && (
          <Fact name={t('balance_cooling')}>
            <Later later={cooling} testId="balance-cooling" />
            <span class="hint">{t('balance_cooling_text')}</span>
          </Fact>
        )}
        {locked !== null && (
          <Fact name={t('balance_locked')}>
            <Later later={locked} testId="balance-locked" />
          </Fact>
        )}
        {isShielded && (
          <Fact name={t('balance_shielded')}>
            <span data-testid="balance-shielded">{t('balance_shielded_text')}</span>
          </Fact>
        )}
      </Facts>
      {hasUnknown && (
        <p class="panel panel-warn" data-testid="balance-unknown">
          <AlertIcon />
          <span class="panel-body">{t('balance_has_unknown')}</span>
        </p>
      )}
      {tokens.length > 0 && <Tokens tokens={tokens} more={moreTokens} />}
      <p class="hint">{t('balance_not_looked')}</p>
    </>
  );
};

const Staked = ({ stake }: { readonly stake: StakeView }): JSX.Element => (
  <span data-testid="balance-stake" data-kind={stake.kind}>
    {stake.kind !== 'unknown' && `${ccd(stake.amount)} `}
    {stakeWords(stake)}
  </span>
);

function stakeWords(stake: StakeView): string {
  switch (stake.kind) {
    case 'validator':
      return t('stake_validator');
    case 'suspended':
      return t('stake_suspended');
    case 'passive':
      return t('stake_passive');
    case 'delegated':
      return t('stake_delegated', { validator: stake.validator });
    case 'delegated-elsewhere':
      return t('stake_elsewhere');
    case 'unknown':
      return t('stake_unknown');
  }
}

const Later = ({ later, testId }: { readonly later: LaterView; readonly testId: string }): JSX.Element => (
  <span data-testid={testId} data-micro-ccd={later.total} data-parts={later.parts.length}>
    {ccd(later.total)}
    <ul class="parts">
      {later.parts.map(({ at, amount, isForecast }, position) => (
        <li key={position} data-forecast={String(isForecast)}>
          {t(isForecast ? 'later_forecast' : 'later_part', { amount: ccd(amount), day: day(at) })}
        </li>
      ))}
      {later.more > 0 && <li>{tn('later_more', later.more)}</li>}
    </ul>
  </span>
);

const STANDINGS: Readonly<Record<TokenStanding, { readonly label: TextKey; readonly tone: Tone }>> = {
  free: { label: 'token_free', tone: 'plain' },
  denied: { label: 'token_denied', tone: 'bad' },
  'not-allowed': { label: 'token_not_allowed', tone: 'bad' },
  paused: { label: 'token_paused', tone: 'warn' },
  unknown: { label: 'token_unknown', tone: 'warn' },
  'not-checked': { label: 'token_not_checked', tone: 'plain' },
};

const Tokens = ({ tokens, more }: { readonly tokens: readonly TokenView[]; readonly more: number }): JSX.Element => (
  <section class="stack-small" data-testid="balance-tokens">
    <h3>{t('tokens_title')}</h3>
    <p class="hint">{t('tokens_text')}</p>
    <ul class="tokens">
      {tokens.map(({ id, name, amount, standing, looksLikeCcd }, position) => (
        <li key={position} data-testid="balance-token" data-standing={standing} data-amount={amount ?? undefined}>
          <span>
            {amount === null ? t('token_amount_unknown') : decimal(amount)} × “<Foreign text={id} />”
            {name !== null && (
              <>
                {' '}
                (“
                <Foreign text={name} />
                ”)
              </>
            )}
          </span>
          <Badge tone={STANDINGS[standing].tone}>{t(STANDINGS[standing].label)}</Badge>
          {looksLikeCcd && <Badge tone="bad">{t('token_not_ccd')}</Badge>}
        </li>
      ))}
    </ul>
    {more > 0 && <p>{tn('tokens_more', more, { shown: formatNumber(tokens.length) })}</p>}
  </section>
);
