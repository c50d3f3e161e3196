// Knows the lines that keep a person from thinking that records are gone when they only lie on another network.

import type { JSX } from 'preact';

import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { InfoIcon } from '../../ui/icons';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { type Elsewhere, nameOfGenesis } from '../settings/network';

/** Says how many records lie on which other networks, with the way there; nothing when there are none. */
export const OtherNetworks = ({ elsewhere }: { readonly elsewhere: readonly Elsewhere[] }): JSX.Element | null => {
  const { snapshot } = useSession();
  if (elsewhere.length === 0) return null;
  return (
    <div class="panel panel-info" data-testid="other-networks">
      <InfoIcon />
      <div class="panel-body panel-line">
        {elsewhere.map(({ network, count }) => (
          <p key={network}>{tn('other_networks', count, { network: nameOfGenesis(snapshot, network) })}</p>
        ))}
        <div class="actions">
          {elsewhere.map(({ network }) => (
            <UseNetwork key={network} network={network} />
          ))}
        </div>
      </div>
    </div>
  );
};

interface UseNetworkProps {
  readonly network: string;
  readonly then?: () => void;
}

/** The button that shows the records of another network. */
export const UseNetwork = ({ network, then }: UseNetworkProps): JSX.Element => {
  const { snapshot } = useSession();
  const use = useAction();
  const go = async (): Promise<void> => {
    if ((await use.run({ settings: { 'use-network': { genesis: network } } })) !== null) then?.();
  };
  return (
    <>
      <Button disabled={use.busy} onClick={() => void go()} testId="use-network">
        {t('other_networks_show', { network: nameOfGenesis(snapshot, network) })}
      </Button>
      {use.fault !== null && <FaultPanel fault={use.fault} />}
    </>
  );
};
