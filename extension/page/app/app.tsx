// Knows which screen stands before the person: the lock screens while the vault is closed, else the asked page in its frame.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { Route } from '../../chrome/browser';
import type { VaultView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import {
  AccountsIcon,
  BookIcon,
  Buoy,
  CheckIcon,
  ExportIcon,
  IdentityIcon,
  InfoIcon,
  ImportIcon,
  LockIcon,
  OverviewIcon,
  RecoverIcon,
  SettingsIcon,
} from '../../ui/icons';
import { Badge } from '../../ui/page';
import { useSession } from '../../ui/session';
import { type TextKey, t } from '../../ui/texts';
import { CheckPage } from '../check/page';
import { useDraft } from '../drafts/draft';
import { ExportPage } from '../export/page';
import { ImportPage } from '../import/page';
import { useLedgerCall } from '../ledger/calls';
import { LeftAsking } from '../ledger/left-asking';
import { RecoverPage } from '../recovery/page';
import { currentNetwork, networkName } from '../settings/network';
import { SettingsPage } from '../settings/page';
import { LockWarning } from '../vault/locking';
import { OneCopy } from '../vault/keeping';
import { ElsewherePage, LostPage, UnlockPage } from '../vault/page';
import { WelcomePage } from '../vault/welcome';
import { AccountsPage } from '../wallet/accounts';
import { ContactsPage } from '../wallet/contacts';
import { IdentitiesPage } from '../wallet/identities';
import { HelpAlone, HelpPage } from './help';
import { OverviewPage } from './overview';
import { goTo, linkTo, type Place, usePlace } from './route';

/** The whole tab. */
export const App = (): JSX.Element => {
  const { snapshot } = useSession();
  const place = usePlace();
  useLedgerCall(snapshot.ledgerCall);
  return (
    <div class="app" data-testid="app" data-vault={snapshot.vault.state} data-route={place.route}>
      <Screen place={place} />
    </div>
  );
};

/** Where nothing is open that help would stand in. */
const HELPED: ReadonlySet<VaultView['state']> = new Set<VaultView['state']>(['absent', 'locked', 'lost', 'elsewhere']);

const Screen = ({ place }: { readonly place: Place }): JSX.Element => {
  const { vault } = useSession().snapshot;
  const wasNew = useRef(false);
  // Help is there before a vault is open, too: that is when it is needed most.
  if (place.route === 'help' && HELPED.has(vault.state)) {
    return (
      <Closed>
        <HelpAlone item={place.item} back="overview" />
      </Closed>
    );
  }
  // While the key is derived the form that asked for it stays, with what was typed in it.
  if (vault.state !== 'opening') wasNew.current = vault.state === 'absent';
  switch (vault.state) {
    case 'starting':
      return (
        <Closed>
          <h1 class="visually-hidden">{t('app_name')}</h1>
          <Busy sentence={t('vault_starting')} />
        </Closed>
      );
    case 'absent':
    case 'locked':
    case 'opening':
      return <Closed>{wasNew.current ? <WelcomePage /> : <UnlockPage />}</Closed>;
    case 'lost':
      return (
        <Closed>
          <LostPage loss={vault.loss} fault={vault.fault} />
        </Closed>
      );
    case 'elsewhere':
      return (
        <Closed>
          <ElsewherePage />
        </Closed>
      );
    case 'unlocked':
      return (
        <Frame place={place}>
          <Page place={place} />
        </Frame>
      );
  }
};

const Page = ({ place }: { readonly place: Place }): JSX.Element => {
  switch (place.route) {
    case 'overview':
      return <OverviewPage />;
    case 'accounts':
      return <AccountsPage item={place.item} />;
    case 'identities':
      return <IdentitiesPage item={place.item} />;
    case 'contacts':
      return <ContactsPage key={place.item} item={place.item} />;
    case 'export':
      return <ExportPage />;
    case 'import':
      return <ImportPage />;
    case 'recover':
      return <RecoverPage item={place.item} />;
    case 'check':
      return <CheckPage item={place.item} />;
    case 'settings':
      return <SettingsPage />;
    case 'help':
      return <HelpPage item={place.item} />;
  }
};

const Closed = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <div class="closed">
    <header class="brand">
      <Buoy large />
      <span>{t('app_short_name')}</span>
    </header>
    <main class="closed-main">
      <LeftAsking />
      {children}
    </main>
    <footer class="hint closed-foot">{t('never_asked')}</footer>
  </div>
);

interface Destination {
  readonly name: Route;
  readonly label: TextKey;
  readonly icon: () => JSX.Element;
}

const RECORDS: readonly Destination[] = [
  { name: 'overview', label: 'nav_overview', icon: OverviewIcon },
  { name: 'accounts', label: 'nav_accounts', icon: AccountsIcon },
  { name: 'identities', label: 'nav_identities', icon: IdentityIcon },
  { name: 'contacts', label: 'nav_contacts', icon: BookIcon },
];
const FLOWS: readonly Destination[] = [
  { name: 'export', label: 'nav_export', icon: ExportIcon },
  { name: 'import', label: 'nav_import', icon: ImportIcon },
  { name: 'recover', label: 'nav_recover', icon: RecoverIcon },
  { name: 'check', label: 'nav_check', icon: CheckIcon },
];
const REST: readonly Destination[] = [
  { name: 'settings', label: 'nav_settings', icon: SettingsIcon },
  { name: 'help', label: 'nav_help', icon: InfoIcon },
];

const Frame = ({ place, children }: { readonly place: Place; readonly children: ComponentChildren }): JSX.Element => {
  const { snapshot, send } = useSession();
  useLookedAt(place);
  const network = currentNetwork(snapshot);
  return (
    <>
      <a class="skip" href="#main" onClick={focusMain}>
        {t('skip_to_content')}
      </a>
      <header class="bar">
        <a class="brand brand-small" href={linkTo('overview')}>
          <Buoy />
          <span>{t('app_short_name')}</span>
        </a>
        {network !== null && (
          <a class="bar-network" href={linkTo('settings')} title={t('network_change')}>
            <Badge tone={network.name === 'mainnet' ? 'sea' : 'warn'}>{networkName(network)}</Badge>
          </a>
        )}
        <Button kind="quiet" onClick={() => void send({ vault: 'lock' })} testId="lock">
          <LockIcon />
          {t('lock')}
        </Button>
      </header>
      <nav class="nav" aria-label={t('nav_label')}>
        {[RECORDS, FLOWS, REST].map((group, position) => (
          <ul key={position}>
            {group.map(({ name, label, icon: Icon }) => (
              <li key={name}>
                <a
                  href={linkTo(name)}
                  aria-current={place.route === name ? 'page' : undefined}
                  data-testid={`nav-${name}`}
                >
                  <Icon />
                  {t(label)}
                </a>
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <main class="main" id="main" tabIndex={-1}>
        <LockWarning />
        <OneCopy />
        <LeftAsking />
        {children}
      </main>
    </>
  );
};

/** The record that was looked at when the vault locked is looked at again. */
function useLookedAt({ route, item }: Place): void {
  const { put, keep, leave } = useDraft('record');
  const back = useRef(put);
  useEffect(() => {
    const before = back.current;
    back.current = null;
    if (item !== null) keep({ at: 'record', page: route, id: item });
    else if (before?.page === route) goTo(route, before.id);
    else leave();
  }, [route, item, keep, leave]);
}

/** The address holds the route, so the usual `#main` jump must not replace it. */
function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
