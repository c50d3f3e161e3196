// Knows how it is said what the chain has of an address: on it, not on it, or not checked, which is neither.

import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { ChainFactView, ChainState, WalletView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { ago } from '../../ui/format';
import { NodeIcon } from '../../ui/icons';
import { Badge, type Tone } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { currentNetwork } from '../settings/network';

/** What the chain said about addresses on one network, by address. */
export type ChainFacts = ReadonlyMap<string, ChainFactView>;

/** The facts of the network in use. */
export function useChainFacts(): ChainFacts {
  const { snapshot, wallet } = useSession();
  const network = snapshot.settings?.network ?? null;
  return useMemo(() => factsOn(wallet, network), [wallet, network]);
}

interface Look {
  readonly label: TextKey;
  readonly tone: Tone;
}

const LOOKS: Readonly<Record<ChainState, Look>> = {
  asking: { label: 'chain_asking', tone: 'sea' },
  exists: { label: 'chain_exists', tone: 'good' },
  absent: { label: 'chain_absent', tone: 'warn' },
  'not-checked': { label: 'chain_not_checked', tone: 'plain' },
};

/** The word for one address; nothing before anybody asked. */
export const ChainBadge = ({ fact }: { readonly fact: ChainFactView | undefined }): JSX.Element | null => {
  if (fact === undefined) return null;
  const look = LOOKS[fact.state];
  return (
    <span data-testid="chain-state" data-state={fact.state}>
      <Badge tone={look.tone}>{t(look.label)}</Badge>
    </span>
  );
};

interface CheckChainProps {
  readonly addresses: readonly string[];
  /** Whether it is what the page is for, as long as nobody asked. */
  readonly first?: boolean;
  /** What else can be asked about them. */
  readonly children?: ComponentChildren;
}

/** The button that asks about everything here, and what came of it. */
export const CheckChain = ({ addresses, first = false, children }: CheckChainProps): JSX.Element => {
  const { snapshot } = useSession();
  const facts = useChainFacts();
  const check = useAction();
  const here = useMemo(() => (facts.size === 0 ? [] : addresses.flatMap((address) => facts.get(address) ?? [])), [addresses, facts]);
  const count = (state: ChainState): number => here.filter((fact) => fact.state === state).length;
  const asking = count('asking') > 0 || check.busy;
  const trouble = here.find(({ state, fault }) => state === 'not-checked' && fault !== null)?.fault ?? null;
  return (
    <section class="stack-small check" data-testid="chain" data-asking={String(asking)}>
      <div class="actions">
        <Button
          kind={first && here.length === 0 && snapshot.device.task === 'none' ? 'primary' : 'plain'}
          disabled={asking}
          onClick={() => void check.run({ chain: 'check' })}
          testId="check-chain"
        >
          <NodeIcon />
          {t(here.length === 0 ? 'chain_check' : 'chain_check_again')}
        </Button>
        {children}
        <p class="hint" aria-live="polite" data-testid="chain-summary">
          {here.length === 0
            ? t('chain_learns', { url: currentNetwork(snapshot)?.nodeUrl ?? '' })
            : asking
              ? t('chain_asking_text')
              : summary(here)}
        </p>
      </div>
      {asking && <Busy sentence={t('device_looking')} done={here.length - count('asking')} total={here.length} />}
      {check.fault !== null && <FaultPanel fault={check.fault} />}
      {!asking && trouble !== null && check.fault === null && <FaultPanel fault={trouble} quiet onRemedied={() => void check.run({ chain: 'check' })} />}
    </section>
  );
};

function factsOn({ chain }: WalletView, network: string | null): ChainFacts {
  return new Map(chain.filter((fact) => fact.network === network).map((fact) => [fact.address, fact]));
}

const SAID = [
  ['exists', 'chain_sum_exists'],
  ['absent', 'chain_sum_absent'],
  ['not-checked', 'chain_sum_not_checked'],
] as const;

function summary(facts: readonly ChainFactView[]): string {
  const parts = SAID.map(([state, key]) => [key, facts.filter((fact) => fact.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => tn(key, count));
  const at = Math.max(...facts.flatMap((fact) => fact.at ?? []));
  return Number.isFinite(at) ? `${parts.join(' · ')} (${ago(at, Date.now())})` : parts.join(' · ');
}
