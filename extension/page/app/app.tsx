// Knows which screen stands before the person: the lock screens while the vault is closed, else the asked page in its frame.

import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';

import type { Route } from '../../chrome/browser';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import {
  AccountsIcon,
  BookIcon,
  Buoy,
  ExportIcon,
  IdentityIcon,
  ImportIcon,
  LockIcon,
  OverviewIcon,
  RecoverIcon,
  SettingsIcon,
} from '../../ui/icons';
import { Badge } from '../../ui/page';
import { useSession } from '../../ui/session';
import { type TextKey, t } from '../../ui/texts';
import { ExportPage } from '../export/page';
import { ImportPage } from '../import/page';
import { LeftAsking } from '../ledger/left-asking';
import { RecoverPage } from '../recovery/page';
import { currentNetwork, networkName } from '../settings/network';
import { SettingsPage } from '../settings/page';
import { OneCopy } from '../vault/keeping';
import { ElsewherePage, LostPage, UnlockPage, WelcomePage } from '../vault/page';
import { AccountsPage } from '../wallet/accounts';
import { ContactsPage } from '../wallet/contacts';
import { IdentitiesPage } from '../wallet/identities';
import { OverviewPage } from './overview';
import { linkTo, type Place, usePlace } from './route';

/** The whole tab. */
export const App = (): JSX.Element => {
  const { snapshot } = useSession();
  const place = usePlace();
  return (
    <div class="app" data-testid="app" data-vault={snapshot.vault.state} data-route={place.route}>
      <Screen place={place} />
    </div>
  );
};

const Screen = ({ place }: { readonly place: Place }): JSX.Element => {
  const { vault } = useSession().snapshot;
  // While the key is derived the form that asked for it stays, with what was typed in it.
  const wasNew = useRef(false);
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
          <LostPage fault={vault.fault} />
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
      return <IdentitiesPage />;
    case 'contacts':
      return <ContactsPage />;
    case 'export':
      return <ExportPage />;
    case 'import':
      return <ImportPage />;
    case 'recover':
      return <RecoverPage item={place.item} />;
    case 'settings':
      return <SettingsPage />;
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
];
const REST: readonly Destination[] = [{ name: 'settings', label: 'nav_settings', icon: SettingsIcon }];

const Frame = ({ place, children }: { readonly place: Place; readonly children: ComponentChildren }): JSX.Element => {
  const { snapshot, send } = useSession();
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
        <OneCopy />
        <LeftAsking />
        {children}
      </main>
    </>
  );
};

/** The address holds the route, so the usual `#main` jump must not replace it. */
function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
