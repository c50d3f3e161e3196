// Knows the text for whoever helps: which browser, and which state Lifeboat is in. It can be copied before a wallet is open, too.

import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';

import { version } from '../../chrome/version';
import type { Snapshot } from '../../engine.types';
import { CopyButton } from '../../ui/copy-button';
import { lastFaults, SessionContext } from '../../ui/session';
import { t } from '../../ui/texts';
import { currentNetwork } from '../settings/network';

/** The button that copies it. */
export const StateToTell = (): JSX.Element => {
  // Nothing is told by an engine that broke.
  const session = useContext(SessionContext);
  return <CopyButton text={() => stateOf(session?.snapshot ?? null)} label={t('settings_help_copy')} testId="copy-state" />;
};

/** States and numbers only: no name, no address, no key. */
function stateOf(snapshot: Snapshot | null): string {
  return [
    `lifeboat: ${version()}`,
    `browser: ${navigator.userAgent}`,
    ...(snapshot === null ? ['engine: broke'] : stateOfEngine(snapshot)),
    `last faults: ${lastFaults().join(', ') || 'none'}`,
    `ledger: ${'hid' in navigator ? 'possible' : 'impossible'} in this browser`,
  ].join('\n');
}

function stateOfEngine(snapshot: Snapshot): readonly string[] {
  const network = currentNetwork(snapshot);
  const counts = Object.entries(snapshot.summary?.counts ?? {}).map(([kind, count]) => `${kind} ${count}`);
  return [
    `vault: ${snapshot.vault.state}, only one copy: ${snapshot.keeping.oneCopy ?? 'no'}, set aside: ${snapshot.keeping.setAside}`,
    `network: ${network?.name ?? '-'}, public node: ${String(network?.publicNode ?? '-')}, nodes: ${network?.nodes.length ?? 0}`,
    `records: ${counts.join(', ')}`,
    `import: ${snapshot.import.step}, export: ${snapshot.export.step}, recovery: ${snapshot.recovery.step}, task: ${snapshot.device.task}`,
  ];
}
