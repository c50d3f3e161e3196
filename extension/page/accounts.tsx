// Knows the list of accounts and its search; one account alone is in accounts/detail.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { AccountView } from '../engine.types';
import { SearchField } from '../ui/field';
import { shortened } from '../ui/format';
import { ChevronIcon } from '../ui/icons';
import { LongList } from '../ui/long-list';
import { Empty, PageTitle } from '../ui/page';
import { useSession } from '../ui/session';
import { t } from '../ui/texts';
import { Badges } from './accounts/badges';
import { AccountDetail } from './accounts/detail';
import { onNetwork } from './network';
import { OtherNetworks } from './other-networks';
import { linkTo } from './route';
import { WaysIn } from './ways-in';

/** The list, or one account. */
export const AccountsPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const { here, elsewhere } = onNetwork(snapshot, wallet.accounts);
  const one = item === null ? undefined : here.find((account) => account.id === item);
  if (one !== undefined) return <AccountDetail key={one.id} account={one} />;
  return <List accounts={here} elsewhere={elsewhere} />;
};

const List = ({
  accounts,
  elsewhere,
}: {
  readonly accounts: readonly AccountView[];
  readonly elsewhere: number;
}): JSX.Element => {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const shown = accounts.filter((account) => matches(account, wanted));
  return (
    <>
      <PageTitle>{t('nav_accounts')}</PageTitle>
      <OtherNetworks count={elsewhere} />
      {accounts.length === 0 ? (
        <Empty title={t('accounts_empty')}>
          <div class="actions">
            <WaysIn />
          </div>
        </Empty>
      ) : (
        <>
          <SearchField label={t('accounts_search')} value={search} onInput={setSearch} testId="accounts-search" />
          {shown.length === 0 ? (
            <Empty title={t('search_nothing', { text: search })} />
          ) : (
            <LongList
              key={wanted}
              items={shown}
              label={t('nav_accounts')}
              draw={(account) => <Row key={account.id} account={account} />}
            />
          )}
        </>
      )}
    </>
  );
};

const Row = ({ account }: { readonly account: AccountView }): JSX.Element => (
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
  >
    <a class="row-link" href={linkTo('accounts', account.id)}>
      <span class="row-main">
        <span class="row-title">
          {account.name} <Badges account={account} />
        </span>
        <span class="row-sub">
          <span class="mono">
            {account.address === null ? t('account_no_address') : shortened(account.address, 10, 8)}
          </span>
          {' · '}
          {account.identityName === null ? t('account_no_identity') : <bdi>{account.identityName}</bdi>}
        </span>
      </span>
      <ChevronIcon />
    </a>
  </li>
);

function matches(account: AccountView, wanted: string): boolean {
  return (
    wanted === '' ||
    account.name.toLocaleLowerCase().includes(wanted) ||
    (account.identityName ?? '').toLocaleLowerCase().includes(wanted) ||
    (account.address ?? '').toLocaleLowerCase().includes(wanted)
  );
}
