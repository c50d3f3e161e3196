// Knows one account alone: its address, where its keys are, its credentials and its signers.

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { AccountView, CredentialStanding, CredentialView } from '../../engine.types';
import { CopyButton } from '../../ui/copy-button';
import { Foreign } from '../../ui/foreign';
import { shortened, yearMonth } from '../../ui/format';
import { ChevronIcon } from '../../ui/icons';
import { Badge, Fact, Facts, Fold, PageTitle, type Tone } from '../../ui/page';
import { useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { goTo, linkTo } from '../app/route';
import { Balance } from '../chain/balance';
import { useChainFacts } from '../chain/check';
import { AccountKeys } from '../export/account-keys';
import { Findings } from '../keys/findings';
import { areOnLedger } from '../keys/place';
import { proofKey, proofText } from '../keys/proof';
import { Access } from '../ledger/access';
import { DeviceTask } from '../ledger/task';
import { Badges } from './badges';
import { Address } from './receiving';
import { Remove } from './remove';
import { Rename } from './rename';

const STANDINGS: Readonly<Record<CredentialStanding, { readonly label: TextKey; readonly tone: Tone }>> = {
  'on-account': { label: 'credential_deployed', tone: 'good' },
  'not-on-account': { label: 'credential_removed', tone: 'warn' },
  'account-pending': { label: 'credential_pending', tone: 'sea' },
  'account-rejected': { label: 'credential_rejected', tone: 'bad' },
  'account-absent': { label: 'credential_absent', tone: 'warn' },
};

/** One account alone. */
export const AccountDetail = ({
  account,
  onRemoved,
}: {
  readonly account: AccountView;
  readonly onRemoved: (name: string) => void;
}): JSX.Element => {
  const fact = useChainFacts().get(account.address ?? '');
  return (
    <div
      class="stack"
      data-testid="account-detail"
      data-id={account.id}
      data-address={account.address ?? undefined}
      data-name={account.name}
      data-keys={account.keys}
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
          id={account.id}
          name={account.name}
          label={t('account_rename')}
          hint={t('account_rename_hint')}
          place={{ network: account.network, address: account.address ?? '' }}
          intent={(name) => ({ wallet: { 'rename-account': { network: account.network, id: account.id, name } } })}
        />
      </p>
      <Belongs account={account} />
      <Findings findings={account.findings} advice={t('account_finding_advice')} />
      {account.address !== null && <Balance fact={fact} />}
      {account.address !== null && <Address address={account.address} receiving={account.receiving} />}
      <AccountKeys account={account} onRemoved={onRemoved} />
      <DeviceTask />
      {areOnLedger(account.keys) && account.address !== null && <Access account={account} />}
      <About account={account} />
      <div class="actions">
        <Remove
          target={{ what: 'account', network: account.network, id: account.id }}
          name={account.name}
          onRemoved={(name) => {
            onRemoved(name);
            goTo('accounts');
          }}
        />
      </div>
    </div>
  );
};

/** Whose account it is here: its identity and its entry in the address book, one click away. */
const Belongs = ({ account }: { readonly account: AccountView }): JSX.Element => {
  const { contacts } = useSession().wallet;
  const contact = useMemo(
    () => contacts.find(({ network, address }) => network === account.network && address === account.address),
    [contacts, account.network, account.address],
  );
  return (
    <p class="pairs hint">
      <span>
        {t('account_identity')}:{' '}
        {account.identityName === null || account.identity === null ? (
          t('account_no_identity_text')
        ) : (
          <a href={linkTo('identities', account.identity)} data-testid="account-identity">
            <Foreign text={account.identityName} />
          </a>
        )}
      </span>
      {contact !== undefined && (
        <span>
          {t('account_contact')}:{' '}
          <a href={linkTo('contacts', contact.address)} data-testid="account-contact">
            <Foreign text={contact.name} />
          </a>
          {contact.note !== '' && (
            <>
              {' · '}
              <Foreign text={contact.note} />
            </>
          )}
        </span>
      )}
    </p>
  );
};

/** What somebody may look up: folded, unless something in it is not as usual. */
const About = ({ account }: { readonly account: AccountView }): JSX.Element => {
  const { credentials, cosigners, proof } = account;
  const unusual = (proof !== null && proof !== 'derived') || credentials.some(({ standing }) => standing !== 'on-account');
  return (
    <Fold title={t('account_facts')} open={unusual} testId="account-about">
      <Facts>
        {proof !== null && (
          <Fact name={t('account_proof')}>
            <span data-testid="account-proof" data-proof={proof}>
              <Badge tone={proof === 'derived' ? 'good' : 'warn'}>{t(proofKey(proof))}</Badge> {t(proofText(proof))}
            </span>
          </Fact>
        )}
        <Fact name={t('account_signatures')}>{tn('account_signatures_needed', account.signatureThreshold)}</Fact>
      </Facts>
      <h3>{t('account_credentials')}</h3>
      {credentials.length === 0 ? (
        <p>{t('account_no_credentials')}</p>
      ) : (
        <ul class="rows" aria-label={t('account_credentials')}>
          {credentials.map((credential) => (
            <Credential key={credential.id} credential={credential} />
          ))}
        </ul>
      )}
      {cosigners.length > 0 && (
        <>
          <h3>{t('account_cosigners')}</h3>
          <p class="hint">{t('account_cosigners_hint')}</p>
          <ul class="rows" aria-label={t('account_cosigners')}>
            {cosigners.map((cosigner) => (
              <li key={cosigner.id} class="row">
                <div class="row-main">
                  <p class="row-title">
                    {cosigner.note === '' ? t('cosigner_no_note') : <Foreign text={cosigner.note} />}
                  </p>
                  <p class="row-sub mono">{shortened(cosigner.id, 16, 8)}</p>
                </div>
                <div class="row-side">
                  <CopyButton text={cosigner.id} label={t('copy')} quiet />
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </Fold>
  );
};

const Credential = ({ credential }: { readonly credential: CredentialView }): JSX.Element => (
  <li class="row" data-testid="credential-row" data-id={credential.id} data-standing={credential.standing}>
    <div class="row-main">
      <p class="row-title">
        {credential.identityName === ''
          ? t('credential_name_alone', { index: credential.index })
          : t('credential_name', { index: credential.index, identity: credential.identityName })}{' '}
        <Badge tone={STANDINGS[credential.standing].tone}>{t(STANDINGS[credential.standing].label)}</Badge>
      </p>
      <p class="row-sub">
        {credential.createdAt !== null && `${t('credential_created', { month: yearMonth(credential.createdAt) })} `}
        {credential.validTo !== null && t('credential_valid_to', { month: yearMonth(credential.validTo) })}
      </p>
      <p class="row-sub mono">{shortened(credential.id, 16, 8)}</p>
    </div>
    <div class="row-side">
      <CopyButton text={credential.id} label={t('copy')} quiet />
    </div>
  </li>
);
