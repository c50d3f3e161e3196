// Knows what stands before a search: an interrupted one, where to look, what comes back and what does not.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { RecoveryRoute, ResumableView, SearchFrom } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { OptionCards } from '../../ui/option-cards';
import { Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { canUseLedger } from '../ledger/grant';
import { currentNetwork, networkName, onNetwork } from '../settings/network';
import { AddressStart, KeysStart } from '../key_search/start';
import { GoodToKnow } from './good-to-know';
import { LedgerPlaces } from './ledger-places';
import { Resume } from './resume';
import { ledgerRoute, useProviders, USUAL } from './where';

interface StartProps {
  readonly resumable: ResumableView | null;
  /** A search has just ended: what there is to know was read. */
  readonly again: boolean;
  /** Somebody asked for the accounts of an identity from a phone. */
  readonly phoneFirst: boolean;
}

type From = SearchFrom | 'keys' | 'address';
type Way = 'direct' | 'private';

/** Everything before the search, and the button that begins it. */
export const Start = ({ resumable, again, phoneFirst }: StartProps): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const start = useAction();
  const network = currentNetwork(snapshot);
  const ledgerPossible = canUseLedger();
  const fromPhone = onNetwork(snapshot, wallet.identities).here.filter(({ keys }) => keys.place === 'computer').length;
  const phonePossible = fromPhone > 0;
  const [from, setFrom] = useState<From>(phonePossible && (phoneFirst || !ledgerPossible) ? 'phone' : 'ledger');
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
      {resumable !== null && <Resume resumable={resumable} />}
      {!ledgerPossible && (
        <Card title={t('recover_no_hid')} tone="warn">
          <p>{t('recover_no_hid_text')}</p>
        </Card>
      )}
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
          {network !== null && (
            <p class="hint">
              {t(network.publicNode ? 'way_node_public' : 'way_node_own', { url: network.nodeUrl })}{' '}
              <a href={linkTo('settings')}>{t('way_node_change')}</a>
            </p>
          )}
          {!again && <GoodToKnow from={from} />}
          <div class={again ? 'apply-bar apply-bar-still' : 'apply-bar'}>
            <p>
              {route === null && possible ? (
                t(!places.phrase ? 'start_no_place' : providers.list === null ? 'start_wait_provider' : 'start_no_provider')
              ) : (
                <>
                  {network !== null && t('recover_network', { network: networkName(network) })}{' '}
                  <a href={linkTo('settings')}>{t('recover_network_change')}</a>
                </>
              )}
            </p>
            <div class="actions">
              <Button
                kind={resumable === null && !again ? 'primary' : 'plain'}
                disabled={!possible || route === null || start.busy}
                onClick={begin}
                testId="recover-start"
              >
                {t(resumable !== null ? 'recover_start_anew' : again ? 'recover_start_again' : 'recover_start')}
              </Button>
            </div>
          </div>
          {start.fault !== null && <FaultPanel fault={start.fault} />}
        </>
      )}
      <p class="hint">{t('never_asked')}</p>
    </>
  );
};
