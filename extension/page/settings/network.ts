// Knows what a network is called, and which records belong to the one in use.

import type { Network, NetworkView, Snapshot } from '../../engine.types';
import { shortened } from '../../ui/format';
import { t, type TextKey } from '../../ui/texts';

const NAMES: Readonly<Record<Network, TextKey>> = {
  mainnet: 'network_mainnet',
  testnet: 'network_testnet',
  stagenet: 'network_stagenet',
};

/** The network in use; `null` while the vault is closed. */
export const currentNetwork = (snapshot: Snapshot): NetworkView | null => {
  const settings = snapshot.settings;
  if (settings === null) return null;
  return settings.networks.find((network) => network.genesis === settings.network) ?? null;
};

/** Its name for a person. */
export const networkName = (network: NetworkView): string =>
  network.name === null ? t('network_custom', { start: network.genesis.slice(0, 8) }) : t(NAMES[network.name]);

/** The name of a network known only by its genesis hash. */
export const nameOfGenesis = (snapshot: Snapshot, genesis: string): string => {
  const network = snapshot.settings?.networks.find((known) => known.genesis === genesis);
  return network === undefined ? t('network_custom', { start: shortened(genesis, 8, 0) }) : networkName(network);
};

/** Records on a network that is not in use. */
export interface Elsewhere {
  readonly network: string;
  readonly count: number;
}

/** The records on the network in use, and how many lie on which others. */
export const onNetwork = <Item extends { readonly network: string }>(
  snapshot: Snapshot,
  items: readonly Item[],
): { readonly here: readonly Item[]; readonly elsewhere: readonly Elsewhere[] } => {
  const current = snapshot.settings?.network;
  const here = items.filter(({ network }) => network === current);
  const counts = new Map<string, number>();
  for (const { network } of items) if (network !== current) counts.set(network, (counts.get(network) ?? 0) + 1);
  return { here, elsewhere: [...counts].map(([network, count]) => ({ network, count })) };
};

/** Every node that may be asked, on whichever network. */
export function nodesOf(snapshot: Snapshot): readonly string[] {
  return (snapshot.settings?.networks ?? []).flatMap(({ nodes }) => nodes.map(({ url }) => url));
}
