// Knows the settings: network, node, auto-lock, the text for whoever helps, and the end of everything.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

import { askForOrigin } from '../chrome/browser';
import type { NetworkView, SettingsView, Snapshot } from '../engine.types';
import { Busy } from '../ui/busy';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { FaultPanel } from '../ui/fault';
import { TextField } from '../ui/field';
import { Card, PageTitle } from '../ui/page';
import { useAction, useSession } from '../ui/session';
import { t, tn } from '../ui/texts';
import { currentNetwork, networkName } from './network';
import { ResetVault } from './reset-vault';

/** The settings page. */
export const SettingsPage = (): JSX.Element => {
  const { snapshot } = useSession();
  const settings = snapshot.settings;
  const network = currentNetwork(snapshot);
  return (
    <>
      <PageTitle>{t('nav_settings')}</PageTitle>
      {settings !== null && <Network settings={settings} />}
      {network !== null && <Node key={network.genesis} network={network} />}
      {settings !== null && <AutoLock minutes={settings.autoLockMinutes} />}
      <Card title={t('settings_help')}>
        <p>{t('settings_help_text')}</p>
        <p>{t('never_asked')}</p>
        <div class="actions">
          <CopyButton text={diagnostics(snapshot)} label={t('settings_help_copy')} />
        </div>
      </Card>
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
          onChange={(event) => void use.run({ type: 'use-network', genesis: event.currentTarget.value })}
          data-testid="settings-network"
        >
          {settings.networks.map((network) => (
            <option key={network.genesis} value={network.genesis}>
              {networkName(network)}
            </option>
          ))}
        </select>
      </div>
      {use.fault !== null && <FaultPanel fault={use.fault} />}
    </Card>
  );
};

const Node = ({ network }: { readonly network: NetworkView }): JSX.Element => {
  const [url, setUrl] = useState(network.nodeUrl);
  const [used, setUsed] = useState<NetworkView | null>(null);
  const use = useAction();
  const send = async (): Promise<void> => {
    setUsed(null);
    const done = await use.run({ type: 'use-node', url: url.trim() });
    if (done !== null) setUsed(done.value);
  };
  const allowAndSend = async (): Promise<void> => {
    // A refusal is fine: most nodes answer without the permission.
    await askForOrigin(url.trim());
    await send();
  };
  return (
    <Card title={t('settings_node')}>
      <p>{t(network.publicNode ? 'settings_node_public' : 'settings_node_own', { network: networkName(network) })}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextField
          label={t('settings_node_url')}
          hint={t('settings_node_hint')}
          inputMode="url"
          value={url}
          onInput={setUrl}
          disabled={use.busy}
          mono
          testId="settings-node-url"
        />
        <div class="actions">
          <Button type="submit" disabled={use.busy || url.trim() === ''} testId="settings-node-submit">
            {t('settings_node_submit')}
          </Button>
        </div>
      </form>
      {use.busy && <Busy sentence={t('settings_node_testing')} />}
      {used !== null && (
        <p class="panel panel-good" role="status" data-testid="settings-node-used" data-genesis={used.genesis}>
          {t('settings_node_used', { network: networkName(used) })}
        </p>
      )}
      {use.fault !== null && <FaultPanel fault={use.fault} />}
      {use.fault !== null && HIDDEN_BY_CORS.includes(use.fault.code) && (
        <div class="stack">
          <p>{t('settings_node_allow_why')}</p>
          <Button onClick={() => void allowAndSend()} disabled={use.busy} testId="settings-node-allow">
            {t('settings_node_allow')}
          </Button>
        </div>
      )}
    </Card>
  );
};

/** What a node looks like whose replies the browser hides, for want of CORS headers. */
const HIDDEN_BY_CORS: readonly string[] = ['node-unreachable', 'node-status-hidden'];

const MINUTES = [1, 5, 15, 30, 60, 120];

const AutoLock = ({ minutes }: { readonly minutes: number }): JSX.Element => {
  const id = useId();
  const set = useAction();
  const offered = [...new Set([...MINUTES, minutes])].sort((left, right) => left - right);
  return (
    <Card title={t('settings_lock')}>
      <div class="field">
        <label for={id}>{t('settings_lock_label')}</label>
        <p class="hint">{t('settings_lock_hint')}</p>
        <select
          id={id}
          class="input"
          value={String(minutes)}
          disabled={set.busy}
          onChange={(event) => void set.run({ type: 'set-auto-lock', minutes: Number(event.currentTarget.value) })}
          data-testid="settings-auto-lock"
        >
          {offered.map((choice) => (
            <option key={choice} value={String(choice)}>
              {tn('minutes', choice)}
            </option>
          ))}
        </select>
      </div>
      {set.fault !== null && <FaultPanel fault={set.fault} />}
    </Card>
  );
};

/** States and numbers only: no name, no address, no key. */
function diagnostics(snapshot: Snapshot): string {
  const network = currentNetwork(snapshot);
  const counts = Object.entries(snapshot.summary?.counts ?? {}).map(([kind, count]) => `${kind} ${count}`);
  return [
    `browser: ${navigator.userAgent}`,
    `vault: ${snapshot.vault.state}`,
    `network: ${network?.name ?? '-'}, public node: ${String(network?.publicNode ?? '-')}`,
    `records: ${counts.join(', ')}`,
    `import: ${snapshot.import.step}, export: ${snapshot.export.step}, recovery: ${snapshot.recovery.step}`,
    `ledger: ${'hid' in navigator ? 'possible' : 'impossible'} in this browser`,
  ].join('\n');
}
