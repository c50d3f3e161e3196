// Knows the accounts: the list with its search, and one account alone with address, credentials and signers.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { AccountView } from '../engine.types';
import { CopyButton } from '../ui/copy-button';
import { SearchField } from '../ui/field';
import { shortened, yearMonth } from '../ui/format';
import { ChevronIcon } from '../ui/icons';
import { LongList } from '../ui/long-list';
import { Badge, Card, Empty, Fact, Facts, PageTitle } from '../ui/page';
import { Qr } from '../ui/qr';
import { useSession } from '../ui/session';
import { t, textFor, tn } from '../ui/texts';
import { onNetwork } from './network';
import { OtherNetworks } from './other-networks';
import { Rename } from './rename';
import { linkTo } from './route';
import { WaysIn } from './ways-in';

/** The list, or one account. */
export const AccountsPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const { here, elsewhere } = onNetwork(snapshot, wallet.accounts);
  const one = item === null ? undefined : here.find((account) => account.id === item);
  if (one !== undefined) return <Account key={one.id} account={one} />;
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
    data-read-only={String(account.readOnly)}
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
          <bdi>{account.identityName}</bdi>
        </span>
      </span>
      <ChevronIcon />
    </a>
  </li>
);

const Badges = ({ account }: { readonly account: AccountView }): JSX.Element => (
  <>
    {account.state !== 'confirmed' && (
      <Badge tone={account.state === 'rejected' ? 'bad' : 'warn'}>
        {textFor('account', account.state, {}, 'account_other')}
      </Badge>
    )}
    {account.readOnly && <Badge tone="warn">{t('account_read_only')}</Badge>}
    {account.signatureThreshold > 1 && <Badge tone="sea">{tn('account_threshold', account.signatureThreshold)}</Badge>}
    {account.isInitial && <Badge>{t('account_initial')}</Badge>}
  </>
);

const Account = ({ account }: { readonly account: AccountView }): JSX.Element => (
  <div
    class="stack"
    data-testid="account-detail"
    data-id={account.id}
    data-address={account.address ?? undefined}
    data-name={account.name}
  >
    <p>
      <a class="back" href={linkTo('accounts')}>
        <ChevronIcon />
        {t('accounts_back')}
      </a>
    </p>
    <PageTitle>{account.name}</PageTitle>
    <p class="badges">
      <Badges account={account} />
      <Rename
        name={account.name}
        label={t('account_rename')}
        hint={t('account_rename_hint')}
        intent={(name) => ({ type: 'rename-account', network: account.network, id: account.id, name })}
      />
    </p>
    {account.readOnly && <p class="panel panel-warn">{t('account_read_only_text')}</p>}
    {account.address !== null && (
      <Card title={t('account_address')}>
        <div class="address">
          <Qr text={account.address} label={t('account_qr')} />
          <div>
            <p class="mono address-text" data-testid="account-address">
              {account.address}
            </p>
            <CopyButton text={account.address} label={t('account_copy')} />
            <p class="hint">{t('account_address_hint')}</p>
          </div>
        </div>
      </Card>
    )}
    <Card title={t('account_facts')}>
      <Facts>
        <Fact name={t('account_identity')}>{account.identityName}</Fact>
        <Fact name={t('account_signatures')}>{tn('account_signatures_needed', account.signatureThreshold)}</Fact>
      </Facts>
    </Card>
    <Card title={t('account_credentials')}>
      {account.credentials.length === 0 ? (
        <p>{t('account_no_credentials')}</p>
      ) : (
        <ul class="rows" aria-label={t('account_credentials')}>
          {account.credentials.map((credential) => (
            <li key={credential.id} class="row" data-testid="credential-row" data-id={credential.id}>
              <div class="row-main">
                <p class="row-title">
                  {t('credential_name', { index: credential.index, identity: credential.identityName })}{' '}
                  {credential.slot === null ? (
                    <Badge tone="warn">{t('credential_removed')}</Badge>
                  ) : (
                    <Badge tone="good">{t('credential_deployed')}</Badge>
                  )}
                </p>
                <p class="row-sub">
                  {credential.createdAt !== null &&
                    `${t('credential_created', { month: yearMonth(credential.createdAt) })} `}
                  {credential.validTo !== null && t('credential_valid_to', { month: yearMonth(credential.validTo) })}
                </p>
                <p class="row-sub mono">{shortened(credential.id, 16, 8)}</p>
              </div>
              <div class="row-side">
                <CopyButton text={credential.id} label={t('copy')} quiet />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
    {account.cosigners.length > 0 && (
      <Card title={t('account_cosigners')}>
        <p class="hint">{t('account_cosigners_hint')}</p>
        <ul class="rows" aria-label={t('account_cosigners')}>
          {account.cosigners.map((cosigner) => (
            <li key={cosigner.id} class="row">
              <div class="row-main">
                <p class="row-title">{cosigner.note === '' ? t('cosigner_no_note') : cosigner.note}</p>
                <p class="row-sub mono">{shortened(cosigner.id, 16, 8)}</p>
              </div>
              <div class="row-side">
                <CopyButton text={cosigner.id} label={t('copy')} quiet />
              </div>
            </li>
          ))}
        </ul>
      </Card>
    )}
  </div>
);

function matches(account: AccountView, wanted: string): boolean {
  return (
    wanted === '' ||
    account.name.toLocaleLowerCase().includes(wanted) ||
    account.identityName.toLocaleLowerCase().includes(wanted) ||
    (account.address ?? '').toLocaleLowerCase().includes(wanted)
  );
}
