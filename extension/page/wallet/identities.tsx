// Knows the identity cards, and says plainly what a placeholder is and what it cannot do.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { IdentityState, IdentityView } from '../../engine.types';
import { Foreign } from '../../ui/foreign';
import { yearMonth, yearMonthDay } from '../../ui/format';
import { RecoverIcon } from '../../ui/icons';
import { LongList } from '../../ui/long-list';
import { Badge, Empty, Fact, Facts, PageTitle, type Tone } from '../../ui/page';
import { useSession } from '../../ui/session';
import { t, textFor, type TextKey, tn } from '../../ui/texts';
import { OtherNetworks } from '../app/other-networks';
import { linkTo } from '../app/route';
import { WaysIn } from '../app/ways-in';
import { Findings } from '../keys/findings';
import { KeysBadge } from '../keys/place';
import { onNetwork } from '../settings/network';
import { Remove, Removed } from './remove';
import { Rename } from './rename';

/** The cards. */
export const IdentitiesPage = (): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const { here, elsewhere } = onNetwork(snapshot, wallet.identities);
  const [removed, setRemoved] = useState<string | null>(null);
  return (
    <>
      {removed !== null && <Removed key={removed} name={removed} onClose={() => setRemoved(null)} />}
      <PageTitle>{t('nav_identities')}</PageTitle>
      <OtherNetworks elsewhere={elsewhere} />
      {here.length === 0 ? (
        <Empty title={t('identities_empty')}>
          <div class="actions">
            <WaysIn />
          </div>
        </Empty>
      ) : (
        <LongList
          items={here}
          label={t('nav_identities')}
          look="cards"
          draw={(identity) => <Card key={identity.id} identity={identity} onRemoved={setRemoved} />}
        />
      )}
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

const Card = ({
  identity,
  onRemoved,
}: {
  readonly identity: IdentityView;
  readonly onRemoved: (name: string) => void;
}): JSX.Element => {
  const { keys } = identity;
  const index = keys.place === 'ledger' ? keys.index : null;
  const placeholder = identity.state === 'placeholder';
  const attributes = Object.entries(identity.attributes);
  return (
    <li
      class={placeholder ? 'card identity identity-placeholder' : 'card identity'}
      data-testid="identity-row"
      data-id={identity.id}
      data-index={index ?? undefined}
      data-name={identity.name}
      data-state={identity.state}
      data-keys={keys.place}
      data-findings={identity.findings.length}
    >
      <p class="identity-provider">
        <span>
          {identity.provider === null ? t('identity_no_provider') : <Foreign text={identity.provider} />}
        </span>
        <Badge tone={STATES[identity.state].tone}>{t(STATES[identity.state].label)}</Badge>
      </p>
      <h2 class="identity-name">
        <Foreign text={identity.name} />
      </h2>
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
      {identity.detail !== null && identity.detail !== '' && (
        <p class="hint">{t('identity_detail', { detail: identity.detail })}</p>
      )}
      <Facts>
        {index !== null && <Fact name={t('identity_index')}>{index}</Fact>}
        {keys.place === 'ledger' && keys.provider !== null && (
          <Fact name={t('identity_path')}>{t('identity_path_seed', { provider: keys.provider })}</Fact>
        )}
        <Fact name={t('identity_accounts')}>{tn('count_accounts', identity.accounts)}</Fact>
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
