// Knows the list of accounts and its search; one account alone is in ./account.

import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import type { AccessView, AccountView, ChainFactView, TotalsView } from '../../engine.types';
import { ccd } from '../../ui/amount';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { FaultPanel } from '../../ui/fault';
import { SearchField } from '../../ui/field';
import { Foreign } from '../../ui/foreign';
import { ago, shortened } from '../../ui/format';
import { ChevronIcon, LedgerIcon } from '../../ui/icons';
import { LongList } from '../../ui/long-list';
import { Empty, PageTitle } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { OtherNetworks } from '../app/other-networks';
import { linkTo } from '../app/route';
import { WaysIn } from '../app/ways-in';
import { ChainBadge, CheckChain, useChainFacts } from '../chain/check';
import { useSearch } from '../drafts/draft';
import { areOnLedger } from '../keys/place';
import { AccessBadge, accessOf } from '../ledger/access';
import { canUseLedger } from '../ledger/grant';
import { DeviceTask } from '../ledger/task';
import { type Elsewhere, onNetwork } from '../settings/network';
import { AccountDetail } from './account';
import { Badges } from './badges';
import { ACCOUNT_ORDERS, type AccountOrder, inOrder, OrderChoice, useOrder } from './order';
import { Removed } from './remove';
import { useFound } from './search';

/** The list, or one account. */
export const AccountsPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const [order, setOrder] = useOrder('accounts', ACCOUNT_ORDERS);
  const ordered = useMemo(() => inOrder(wallet.accounts, wallet.orders.accounts[order]), [wallet, order]);
  const { here, elsewhere } = useMemo(() => onNetwork(snapshot, ordered), [snapshot.settings?.network, ordered]);
  const [removed, setRemoved] = useState<string | null>(null);
  const one = item === null ? undefined : here.find((account) => account.id === item);
  return (
    <>
      {removed !== null && <Removed key={removed} name={removed} onClose={() => setRemoved(null)} />}
      {one === undefined ? (
        <List accounts={here} elsewhere={elsewhere} order={order} onOrder={setOrder} />
      ) : (
        <AccountDetail key={one.id} account={one} onRemoved={setRemoved} />
      )}
    </>
  );
};

interface ListProps {
  readonly accounts: readonly AccountView[];
  readonly elsewhere: readonly Elsewhere[];
  readonly order: AccountOrder;
  readonly onOrder: (order: AccountOrder) => void;
}

const List = ({ accounts, elsewhere, order, onOrder }: ListProps): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const [search, setSearch] = useSearch('account-search');
  const facts = useChainFacts();
  const addresses = useMemo(() => accounts.flatMap(({ address }) => address ?? []), [accounts]);
  const { found: shown, wanted } = useFound(accounts, said, search);
  const given = useMemo(() => shown.filter(mayBeGiven), [shown]);
  return (
    <>
      <PageTitle>{t('nav_accounts')}</PageTitle>
      <OtherNetworks elsewhere={elsewhere} />
      {accounts.length === 0 ? (
        <Empty title={elsewhere.length > 0 ? t('accounts_empty_here') : t('accounts_empty')}>
          {elsewhere.length === 0 && (
            <div class="actions">
              <WaysIn />
            </div>
          )}
        </Empty>
      ) : (
        <>
          <DeviceTask />
          {addresses.length > 0 && (
            <CheckChain addresses={addresses} first>
              {accounts.some(({ keys }) => areOnLedger(keys)) && canUseLedger() && <CheckAccess />}
            </CheckChain>
          )}
          <div class="toolbar">
            <SearchField label={t('accounts_search')} value={search} onInput={setSearch} testId="accounts-search" />
          </div>
          {accounts.length > 1 && (
            <div class="list-tools">
              <OrderChoice words={ACCOUNT_ORDERS} order={order} onChange={onOrder} />
              {given.length > 0 && <CopyButton text={() => asLines(given)} label={tn('copy_all', given.length)} testId="copy-all" />}
            </div>
          )}
          <Together totals={wallet.totals.find(({ network }) => network === snapshot.settings?.network)} />
          {shown.length === 0 ? (
            <Empty title={t('search_nothing', { text: search })} />
          ) : (
            <LongList
              of={`${order} ${wanted}`}
              items={shown}
              label={t('nav_accounts')}
              draw={(account) => (
                <Row
                  key={account.id}
                  account={account}
                  fact={account.address === null ? undefined : facts.get(account.address)}
                  access={accessOf(wallet.access, account)}
                />
              )}
            />
          )}
        </>
      )}
    </>
  );
};

/** What the accounts hold together, by who can move it. Nothing before the chain was asked, or of a single account. */
const Together = ({ totals }: { readonly totals: TotalsView | undefined }): JSX.Element | null => {
  if (totals === undefined) return null;
  const { alone, together, others, isWhole } = totals;
  if (alone.accounts + together.accounts + others.accounts < 2) return null;
  return (
    <div class="together">
      <p
        data-testid="accounts-together"
        data-micro-ccd={alone.total}
        data-accounts={alone.accounts}
        data-shared={together.total}
        data-others={others.total}
      >
        {tn('accounts_together', alone.accounts)} <strong>{ccd(alone.total)}</strong>
      </p>
      {together.accounts > 0 && (
        <p class="hint">{tn('accounts_together_shared', together.accounts, { amount: ccd(together.total) })}</p>
      )}
      {others.accounts > 0 && (
        <p class="hint">{tn('accounts_together_others', others.accounts, { amount: ccd(others.total) })}</p>
      )}
      {!isWhole && <p class="hint">{t('accounts_together_part')}</p>}
    </div>
  );
};

/** Asks a Ledger about all its accounts at once. */
const CheckAccess = (): JSX.Element => {
  const { snapshot } = useSession();
  const check = useAction();
  return (
    <>
      <Button
        disabled={check.busy || snapshot.device.task !== 'none'}
        onClick={() => void check.run({ ledger: 'check-access' })}
        testId="check-access"
      >
        <LedgerIcon />
        {t('access_check_all')}
      </Button>
      {check.fault !== null && <FaultPanel fault={check.fault} />}
    </>
  );
};

interface RowProps {
  readonly account: AccountView;
  readonly fact: ChainFactView | undefined;
  readonly access: AccessView | undefined;
}

const Row = ({ account, fact, access }: RowProps): JSX.Element => (
  <li
    class="row"
    data-testid="account-row"
    data-id={account.id}
    data-address={account.address ?? undefined}
    data-name={account.name}
    data-state={account.state}
    data-keys={account.keys}
    data-findings={account.findings.length}
    data-read-only={String(account.keys === 'nowhere')}
    data-chain={fact?.state}
    data-access={access?.state}
  >
    <a class="row-link" href={linkTo('accounts', account.id)}>
      <span class="row-main">
        <span class="row-title">
          <Foreign text={account.name} /> <Badges account={account} />
          <AccessBadge access={access} />
          {fact?.state !== 'exists' && <ChainBadge fact={fact} />}
        </span>
        <span class="row-sub">
          <span class="mono">
            {account.address === null ? t('account_no_address') : shortened(account.address, 10, 8)}
          </span>
          {' · '}
          {account.identityName === null ? t('account_no_identity') : <Foreign text={account.identityName} />}
        </span>
      </span>
      {fact != null && fact.state !== 'absent' && fact.balance !== null && (
        <span class="row-amount" data-testid="account-total" data-micro-ccd={fact.balance.total}>
          {ccd(fact.balance.total)}
          {fact.at !== null && <span class="row-sub">{ago(fact.at, Date.now())}</span>}
        </span>
      )}
      <ChevronIcon />
    </a>
  </li>
);

/** Addresses that others could take from are not handed around. */
const mayBeGiven = ({ address, receiving }: AccountView): boolean => address !== null && receiving.may === 'open';

/** A line for each: the address first, so that no spreadsheet takes the beginning of a name for a formula. */
const asLines = (accounts: readonly AccountView[]): string =>
  accounts.map(({ address, name }) => `${address ?? ''} ${name}`).join('\n');

/** What a search looks at. */
const said = ({ name, identityName, address }: AccountView): string => `${name}\n${identityName ?? ''}\n${address ?? ''}`;
