// Knows the identity cards, and says plainly what a placeholder is and what it cannot do.

import { Fragment, type JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import type { AccountView, IdentityState, IdentityView, Validity } from '../../engine.types';
import { Foreign } from '../../ui/foreign';
import { yearMonth, yearMonthDay } from '../../ui/format';
import { AlertIcon, ChevronIcon, RecoverIcon } from '../../ui/icons';
import { LongList } from '../../ui/long-list';
import { Badge, Empty, Fact, Facts, PageTitle, type Tone } from '../../ui/page';
import { useSession } from '../../ui/session';
import { t, textFor, type TextKey, tn } from '../../ui/texts';
import { OtherNetworks } from '../app/other-networks';
import { goTo, linkTo } from '../app/route';
import { WaysIn } from '../app/ways-in';
import { Findings } from '../keys/findings';
import { KeysBadge } from '../keys/place';
import { onNetwork } from '../settings/network';
import { LedgerName, Ledgers } from './ledgers';
import { IDENTITY_ORDERS, inOrder, OrderChoice, useOrder } from './order';
import { Remove, Removed } from './remove';
import { Rename } from './rename';

/** The cards, or one of them alone. */
export const IdentitiesPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const [order, setOrder] = useOrder('identities', IDENTITY_ORDERS);
  const ordered = useMemo(() => inOrder(wallet.identities, wallet.orders.identities[order]), [wallet, order]);
  const { here, elsewhere } = useMemo(() => onNetwork(snapshot, ordered), [snapshot.settings?.network, ordered]);
  const accounts = useMemo(
    () => byIdentity(onNetwork(snapshot, inOrder(wallet.accounts, wallet.orders.accounts.name)).here),
    [snapshot.settings?.network, wallet],
  );
  const [removed, setRemoved] = useState<string | null>(null);
  const one = here.find(({ id }) => id === item);
  if (one !== undefined) {
    return (
      <>
        <p>
          <a class="back" href={linkTo('identities')}>
            <ChevronIcon />
            {t('identities_back')}
          </a>
        </p>
        <PageTitle>{one.name}</PageTitle>
        <ul class="cards" aria-label={t('nav_identities')}>
          <Card
            identity={one}
            accounts={accounts.get(one.id) ?? []}
            isAlone
            onRemoved={(name) => {
              setRemoved(name);
              goTo('identities');
            }}
          />
        </ul>
      </>
    );
  }
  return (
    <>
      {removed !== null && <Removed key={removed} name={removed} onClose={() => setRemoved(null)} />}
      <PageTitle>{t('nav_identities')}</PageTitle>
      <OtherNetworks elsewhere={elsewhere} />
      {here.length > 1 && (
        <div class="list-tools">
          <OrderChoice words={IDENTITY_ORDERS} order={order} onChange={setOrder} />
        </div>
      )}
      {here.length === 0 ? (
        <Empty title={t('identities_empty')}>
          <div class="actions">
            <WaysIn />
          </div>
        </Empty>
      ) : (
        <LongList
          of={order}
          items={here}
          label={t('nav_identities')}
          look="cards"
          draw={(identity) => (
            <Card
              key={identity.id}
              identity={identity}
              accounts={accounts.get(identity.id) ?? []}
              onRemoved={setRemoved}
            />
          )}
        />
      )}
      <Ledgers />
    </>
  );
};

const STATES: Readonly<Record<IdentityState, { readonly label: TextKey; readonly tone: Tone }>> = {
  confirmed: { label: 'identity_confirmed', tone: 'good' },
  pending: { label: 'identity_pending', tone: 'warn' },
  rejected: { label: 'identity_rejected', tone: 'bad' },
  'rejected-and-warned': { label: 'identity_rejected', tone: 'bad' },
  placeholder: { label: 'identity_placeholder', tone: 'sea' },
  genesis: { label: 'identity_genesis', tone: 'plain' },
};

/** What is said where an identity was issued and its time is nearly up, or over. */
const VALIDITIES: Readonly<Record<Validity, { readonly label: TextKey; readonly text: TextKey } | null>> = {
  unknown: null,
  lasting: null,
  ending: { label: 'identity_ending', text: 'identity_ending_text' },
  over: { label: 'identity_over', text: 'identity_over_text' },
};

/** The word beside an identity: that it was confirmed once is no good news any more when its time is over. */
const StateBadge = ({ identity }: { readonly identity: IdentityView }): JSX.Element => {
  const { label, tone } = STATES[identity.state];
  const time = identity.state === 'confirmed' ? VALIDITIES[identity.validity] : null;
  return time === null ? <Badge tone={tone}>{t(label)}</Badge> : <Badge tone="warn">{t(time.label)}</Badge>;
};

interface CardProps {
  readonly identity: IdentityView;
  readonly accounts: readonly AccountView[];
  /** Its name stands above it already. */
  readonly isAlone?: boolean;
  readonly onRemoved: (name: string) => void;
}

const Card = ({ identity, accounts, isAlone = false, onRemoved }: CardProps): JSX.Element => {
  const { keys } = identity;
  const index = keys.place === 'ledger' ? keys.index : null;
  const placeholder = identity.state === 'placeholder';
  const attributes = Object.entries(identity.attributes);
  const time = identity.state === 'confirmed' ? VALIDITIES[identity.validity] : null;
  return (
    <li
      class={placeholder ? 'card identity identity-placeholder' : 'card identity'}
      data-testid="identity-row"
      data-id={identity.id}
      data-index={index ?? undefined}
      data-name={identity.name}
      data-state={identity.state}
      data-keys={keys.place}
      data-validity={identity.validity}
      data-findings={identity.findings.length}
    >
      <p class="identity-provider">
        <span>
          {identity.provider === null ? t('identity_no_provider') : <Foreign text={identity.provider} />}
        </span>
        <StateBadge identity={identity} />
      </p>
      {!isAlone && (
        <h2 class="identity-name">
          <Foreign text={identity.name} />
        </h2>
      )}
      <Rename
        id={identity.id}
        name={identity.name}
        label={t('identity_rename')}
        intent={(name) => ({ wallet: { 'rename-identity': { network: identity.network, id: identity.id, name } } })}
      />
      <p class="badges">
        <KeysBadge place={keys.place} />
        {identity.checking && <Badge>{t('keys_checking')}</Badge>}
      </p>
      <Findings findings={identity.findings} />
      {placeholder && index !== null && <p class="hint">{t('identity_placeholder_text', { index })}</p>}
      {time !== null && identity.validTo !== null && (
        <p class="panel panel-warn" data-testid="identity-validity">
          <AlertIcon />
          <span class="panel-body">{t(time.text, { month: yearMonth(identity.validTo) })}</span>
        </p>
      )}
      {identity.detail !== null && identity.detail !== '' && (
        <p class="hint">{t('identity_detail', { detail: identity.detail })}</p>
      )}
      <Facts>
        {keys.place === 'ledger' && (
          <Fact name={t('identity_ledger')}>
            <LedgerName id={keys.ledger} />
          </Fact>
        )}
        {index !== null && <Fact name={t('identity_index')}>{index}</Fact>}
        {keys.place === 'ledger' && keys.provider !== null && (
          <Fact name={t('identity_path')}>{t('identity_path_seed', { provider: keys.provider })}</Fact>
        )}
        <Fact name={t('identity_accounts')}>
          {tn('count_accounts', identity.accounts)}
          <AccountLinks accounts={accounts} />
        </Fact>
        {!placeholder && identity.validTo !== null && (
          <Fact name={t('identity_valid_to')}>{yearMonth(identity.validTo)}</Fact>
        )}
        {keys.place === 'ledger' && keys.keyVersion === 0 && (
          <Fact name={t('identity_keys')}>{t('identity_keys_old')}</Fact>
        )}
      </Facts>
      {keys.place === 'computer' && !identity.findings.some(({ code }) => LEADS_NOWHERE.has(code)) && <FindMissing />}
      {keys.place === 'nowhere' && <p class="hint">{t('identity_nowhere_text')}</p>}
      {attributes.length > 0 && (
        <details>
          <summary>{tn('identity_attributes', attributes.length)}</summary>
          <Facts>
            {attributes.map(([tag, value]) => (
              <Fact key={tag} name={textFor('attribute', tag, {}, 'attribute_other')}>
                <bdi>{yearMonthDay(value)}</bdi>
              </Fact>
            ))}
          </Facts>
          <p class="hint">{t('identity_not_proven')}</p>
        </details>
      )}
      <div class="actions">
        {keys.place === 'computer' && (
          <Remove
            target={{ what: 'identity-keys', network: identity.network, id: identity.id }}
            name={identity.name}
            onRemoved={onRemoved}
          />
        )}
        <Remove
          target={{ what: 'identity', network: identity.network, id: identity.id }}
          name={identity.name}
          onRemoved={onRemoved}
        />
      </div>
    </li>
  );
};

/** As many accounts as a card has room for. */
const ON_A_CARD = 5;

const AccountLinks = ({ accounts }: { readonly accounts: readonly AccountView[] }): JSX.Element => {
  const [all, setAll] = useState(false);
  const more = accounts.length - ON_A_CARD;
  return (
    <>
      {accounts.slice(0, all ? undefined : ON_A_CARD).map((account) => (
        <Fragment key={account.id}>
          {' · '}
          <a href={linkTo('accounts', account.id)} data-testid="identity-account">
            <Foreign text={account.name} />
          </a>
        </Fragment>
      ))}
      {!all && more > 0 && (
        <>
          {' · '}
          <button type="button" class="button-link" onClick={() => setAll(true)} data-testid="identity-accounts-all">
            {tn('show_more', more)}
          </button>
        </>
      )}
    </>
  );
};

/** The accounts that are listed under each identity, all of one network: on another one, an identity may have the same name for itself. */
function byIdentity(accounts: readonly AccountView[]): ReadonlyMap<string, readonly AccountView[]> {
  const listed = new Map<string, AccountView[]>();
  for (const account of accounts) {
    if (account.identity === null) continue;
    const others = listed.get(account.identity);
    if (others === undefined) listed.set(account.identity, [account]);
    else others.push(account);
  }
  return listed;
}

/** What is wrong with an identity whose key does not lead to its accounts. */
const LEADS_NOWHERE: ReadonlySet<string> = new Set([
  'keys-identity-missing',
  'keys-identity-unreadable',
  'keys-identity-prf-unreadable',
  'keys-identity-prf-other',
]);

/** With the keys of an identity from a phone its accounts can be looked for, without any Ledger. */
const FindMissing = (): JSX.Element => (
  <div class="stack-small">
    <p class="hint">{t('identity_computer_text')}</p>
    <a class="button button-small" href={linkTo('recover', 'phone')} data-testid="identity-find-missing">
      <RecoverIcon />
      {t('identity_find_missing')}
    </a>
  </div>
);
