// Knows the searches that few people need: other keys, other places on a Ledger, a way of asking that tells a node less.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { RecoveryRoute, SearchFrom } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { OptionCards } from '../../ui/option-cards';
import { type Action, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { AddressStart, KeysStart } from '../key_search/start';
import { canUseLedger } from '../ledger/grant';
import { currentNetwork, networkName, onNetwork } from '../settings/network';
import { GoodToKnow, type Way } from './good-to-know';
import { LedgerPlaces } from './ledger-places';
import { ledgerRoute, useProviders, USUAL } from './where';

/** Where a search can begin. */
export type From = SearchFrom | 'keys' | 'address';

const FROMS: readonly From[] = ['ledger', 'keys', 'address', 'phone'];

/** The end of an address inside the page, if it says where to look. */
export const fromOf = (item: string | null): From | null => FROMS.find((from) => from === item) ?? null;

/** How many identities are here with their keys, on the network that is shown: a phone's, for no other wallet writes them into its file. */
export function useIdentitiesOfPhone(): number {
  const { snapshot, wallet } = useSession();
  return onNetwork(snapshot, wallet.identities).here.filter(({ keys }) => keys.place === 'computer').length;
}

interface MoreWaysProps {
  readonly start: Action;
  /** Nothing before it on the page is likelier to be wanted. */
  readonly isFirst: boolean;
  readonly first: From;
  /** Somebody opened this with a button that is gone now. */
  readonly isMoved: boolean;
  readonly onBack: () => void;
}

/** All the choices, and the button for what was chosen. */
export const MoreWays = ({ start, isFirst, first, isMoved, onBack }: MoreWaysProps): JSX.Element => {
  const { snapshot } = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isMoved) heading.current?.focus();
  }, [isMoved]);
  const network = currentNetwork(snapshot);
  const ledgerPossible = canUseLedger();
  const fromPhone = useIdentitiesOfPhone();
  const phonePossible = fromPhone > 0;
  const [from, setFrom] = useState<From>(first === 'phone' && !phonePossible ? 'ledger' : first);
  const [places, setPlaces] = useState(USUAL);
  const [way, setWay] = useState<Way>('direct');
  const providers = useProviders(from === 'ledger' && places.phrase, network?.genesis ?? null);
  const route: RecoveryRoute | null = from === 'phone' ? from : ledgerRoute(places, providers.list);
  const possible = from === 'phone' ? phonePossible : ledgerPossible;
  const begin = (): void => {
    if (route !== null) void start.run({ recovery: { start: { route, privateScan: way === 'private' } } });
  };
  return (
    <>
      <div class="more-head">
        <h2 class="section-title" ref={heading} tabIndex={-1}>
          {t('recover_more')}
        </h2>
        <Button kind="quiet" onClick={onBack} testId="recover-usual-back">
          {t('recover_more_back')}
        </Button>
      </div>
      <OptionCards
        legend={t('recover_where')}
        value={from}
        onChange={setFrom}
        options={[
          {
            value: 'ledger',
            title: t('recover_from_ledger'),
            text: t('recover_from_ledger_text'),
            testId: 'recover-from-ledger',
            disabled: !ledgerPossible,
          },
          {
            value: 'keys',
            title: t('recover_from_keys'),
            text: t('recover_from_keys_text'),
            testId: 'recover-from-keys',
            disabled: !ledgerPossible,
          },
          {
            value: 'address',
            title: t('recover_from_address'),
            text: t('recover_from_address_text'),
            testId: 'recover-from-address',
            disabled: !ledgerPossible,
          },
          {
            value: 'phone',
            title: t('recover_from_phone'),
            text: phonePossible ? (
              `${tn('recover_from_phone_have', fromPhone)} ${t('recover_from_phone_text')}`
            ) : (
              <>
                {t('recover_from_phone_none')} <a href={linkTo('import')}>{t('recover_from_phone_import')}</a>
              </>
            ),
            testId: 'recover-from-phone',
            disabled: !phonePossible,
          },
        ]}
      />
      {from === 'ledger' && ledgerPossible && (
        <LedgerPlaces places={places} providers={providers} onChange={setPlaces} />
      )}
      {from === 'keys' && <KeysStart keys="ledger-program" />}
      {from === 'address' && <AddressStart />}
      {(from === 'ledger' || from === 'phone') && (
        <>
          <OptionCards
            legend={t('way_title')}
            value={way}
            onChange={setWay}
            options={[
              { value: 'direct', title: t('way_direct'), text: t('way_direct_text'), testId: 'recover-direct' },
              { value: 'private', title: t('way_private'), text: t('way_private_text'), testId: 'recover-private' },
            ]}
          />
          <section class="card">
            <GoodToKnow from={from} way={way} />
          </section>
          <div class="apply-bar">
            <p>
              {route === null && possible
                ? t(!places.phrase ? 'start_no_place' : providers.list === null ? 'start_wait_provider' : 'start_no_provider')
                : network !== null && t('recover_network', { network: networkName(network) })}
            </p>
            <div class="actions">
              <Button
                kind={isFirst ? 'primary' : 'plain'}
                disabled={!possible || route === null || start.busy}
                onClick={begin}
                testId="recover-start"
              >
                {t('recover_start_chosen')}
              </Button>
            </div>
          </div>
          {start.fault !== null && <FaultPanel fault={start.fault} />}
        </>
      )}
    </>
  );
};
