// Knows how the balance of one account is shown, and what is said when there is none to show.

import type { JSX } from 'preact';

import type { BalanceView, ChainFactView } from '../../engine.types';
import { ccd } from '../../ui/amount';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { ago } from '../../ui/format';
import { useAction, useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { ChainBadge } from './check';
import { Holdings } from './holdings';

/** The card. */
export const Balance = ({ fact }: { readonly fact: ChainFactView | undefined }): JSX.Element => {
  const { device } = useSession().snapshot;
  const check = useAction();
  const asking = fact?.state === 'asking' || check.busy;
  return (
    <section class="card" data-testid="account-balance" data-state={fact?.state ?? 'unknown'}>
      <h2 class="badges">
        {t('balance_title')} <ChainBadge fact={fact} />
      </h2>
      <Amounts fact={fact} />
      {check.fault !== null && <FaultPanel fault={check.fault} />}
      {asking ? (
        <Busy sentence={t('device_looking')} />
      ) : (
        <div class="actions">
          <Button
            kind={fact === undefined && device.task === 'none' ? 'primary' : 'plain'}
            onClick={() => void check.run({ chain: 'check' })}
            testId="check-chain"
          >
            {t(fact === undefined || fact.state === 'not-checked' ? 'balance_check' : 'balance_check_again')}
          </Button>
          {fact !== undefined && fact.at !== null && (
            <span class="hint">{t('balance_asked', { when: ago(fact.at, Date.now()) })}</span>
          )}
        </div>
      )}
    </section>
  );
};

const Amounts = ({ fact }: { readonly fact: ChainFactView | undefined }): JSX.Element | null => {
  if (fact === undefined) return <p>{t('balance_unknown')}</p>;
  switch (fact.state) {
    case 'absent':
      return <p>{t('balance_absent')}</p>;
    case 'not-checked':
      return (
        <>
          <p>{t('balance_not_checked')}</p>
          {fact.fault !== null && <FaultPanel fault={fact.fault} quiet />}
          {fact.balance !== null && <Known balance={fact.balance} />}
        </>
      );
    case 'exists':
    case 'asking':
      return fact.balance === null ? null : <Known balance={fact.balance} />;
  }
};

const Known = ({ balance }: { readonly balance: BalanceView }): JSX.Element => (
  <>
    <p class="amount" data-testid="balance-total" data-micro-ccd={balance.total}>
      {ccd(balance.total)}
    </p>
    <Holdings balance={balance} />
  </>
);
