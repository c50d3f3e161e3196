// Knows the settings: network, auto-lock, the text for whoever helps, and the end of everything; the nodes are in
// settings/nodes.

import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';

import type { SettingsView } from '../../engine.types';
import { FaultPanel } from '../../ui/fault';
import { Checkbox } from '../../ui/field';
import { Card, PageTitle } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { StateToTell } from '../app/state-to-tell';
import { About, Colours, Languages } from './about';
import { WhereItIs } from '../vault/keeping';
import { PasskeyCard } from '../vault/passkey-card';
import { ChangePassword } from '../vault/password';
import { ResetVault } from '../vault/reset';
import { currentNetwork, networkName } from './network';
import { Nodes } from './nodes';

/** The settings page. */
export const SettingsPage = (): JSX.Element => {
  const { snapshot } = useSession();
  const settings = snapshot.settings;
  const network = currentNetwork(snapshot);
  return (
    <>
      <PageTitle>{t('nav_settings')}</PageTitle>
      {settings !== null && <Network settings={settings} />}
      {network !== null && <Nodes network={network} />}
      {settings !== null && <AutoLock settings={settings} />}
      {settings !== null && <ChangePassword isOfToday={settings.passwordIsOfToday} passkey={settings.passkey} />}
      {settings !== null && <PasskeyCard passkey={settings.passkey} />}
      <Languages />
      <Colours />
      <WhereItIs />
      <Card title={t('recover_title')}>
        <p>{t('overview_recover')}</p>
        <div class="actions">
          <a class="button" href={linkTo('recover')} data-testid="settings-recover">
            {t('settings_recover_open')}
          </a>
        </div>
      </Card>
      <Card title={t('settings_help')}>
        <p>{t('settings_help_text')}</p>
        <p>{t('never_asked')}</p>
        <div class="actions">
          <StateToTell />
        </div>
      </Card>
      <About />
      <Card title={t('settings_reset')}>
        <p>{t('settings_reset_text')}</p>
        <div class="actions">
          <ResetVault />
        </div>
      </Card>
    </>
  );
};

const Network = ({ settings }: { readonly settings: SettingsView }): JSX.Element => {
  const id = useId();
  const use = useAction();
  const wanted = useRef(settings.network);
  const choose = (genesis: string): void => {
    wanted.current = genesis;
    void use.run({ settings: { 'use-network': { genesis } } });
  };
  return (
    <Card title={t('settings_network')}>
      <div class="field">
        <label for={id}>{t('settings_network_label')}</label>
        <p class="hint">{t('settings_network_hint')}</p>
        <select
          id={id}
          class="input"
          value={settings.network}
          disabled={use.busy}
          onChange={(event) => choose(event.currentTarget.value)}
          data-testid="settings-network"
        >
          {settings.networks.map((network) => (
            <option key={network.genesis} value={network.genesis}>
              {networkName(network)}
            </option>
          ))}
        </select>
      </div>
      {use.fault !== null && <FaultPanel fault={use.fault} onRemedied={() => choose(wanted.current)} />}
    </Card>
  );
};

const AutoLock = ({ settings }: { readonly settings: SettingsView }): JSX.Element => {
  const id = useId();
  const set = useAction();
  return (
    <Card title={t('settings_lock')}>
      <div class="field">
        <label for={id}>{t('settings_lock_label')}</label>
        <p class="hint">{t('settings_lock_hint')}</p>
        <select
          id={id}
          class="input"
          value={String(settings.autoLockMinutes)}
          disabled={set.busy}
          onChange={(event) => void set.run({ settings: { 'set-auto-lock': { minutes: Number(event.currentTarget.value) } } })}
          data-testid="settings-auto-lock"
        >
          {settings.autoLockOffered.map((choice) => (
            <option key={choice} value={String(choice)}>
              {tn('minutes', choice)}
            </option>
          ))}
        </select>
      </div>
      <Checkbox
        label={t('settings_lock_screen')}
        checked={settings.lockWithScreen}
        onChange={(on) => void set.run({ settings: { 'lock-with-screen': { on } } })}
        testId="settings-lock-screen"
      />
      {set.fault !== null && <FaultPanel fault={set.fault} />}
    </Card>
  );
};
