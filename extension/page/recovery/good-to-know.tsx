// Knows what a person should know before a search, in a line each: what comes back, what does not, what the node learns, how it goes.

import type { JSX } from 'preact';

import type { SearchFrom } from '../../engine.types';
import { Fact, Facts } from '../../ui/page';
import { useSession } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';
import { linkTo } from '../app/route';
import { currentNetwork, networkName } from '../settings/network';

/** How the node is asked. */
export type Way = 'direct' | 'private';

interface Words {
  readonly back: TextKey;
  readonly not: TextKey;
  readonly how: TextKey;
}

const WORDS: Readonly<Record<SearchFrom, Words>> = {
  ledger: { back: 'recover_back', not: 'recover_not', how: 'recover_how' },
  phone: { back: 'recover_phone_back', not: 'recover_phone_not', how: 'recover_phone_how' },
};

const LEARNS: Readonly<Record<Way, TextKey>> = { direct: 'recover_learns', private: 'recover_learns_private' };

/** Four lines. */
export const GoodToKnow = ({ from, way }: { readonly from: SearchFrom; readonly way: Way }): JSX.Element => {
  const network = currentNetwork(useSession().snapshot);
  return (
    <Facts>
      <Fact name={t('recover_back_title')}>{t(WORDS[from].back)}</Fact>
      <Fact name={t('recover_not_title')}>
        {t(WORDS[from].not)} <a href={linkTo('import')}>{t('recover_not_import')}</a>
      </Fact>
      <Fact name={t('recover_how_title')}>{t(WORDS[from].how)}</Fact>
      {network !== null && (
        <Fact name={t('recover_learns_title')}>
          {t(LEARNS[way])}{' '}
          {t(network.publicNode ? 'way_node_public' : 'way_node_own', {
            url: network.nodeUrl,
            network: networkName(network),
          })}{' '}
          <a href={linkTo('settings')}>{t('recover_network_change')}</a>
        </Fact>
      )}
    </Facts>
  );
};
