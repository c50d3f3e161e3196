// Knows the way to a public site about an address: nothing is asked of it before the person opens it, and what it learns is said.

import type { JSX } from 'preact';

import { useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { currentNetwork } from '../settings/network';

/** The link, where there is such a site for the network in use. */
export const Explorer = ({ address }: { readonly address: string }): JSX.Element | null => {
  const explorer = currentNetwork(useSession().snapshot)?.explorer ?? null;
  if (explorer === null) return null;
  const { host } = new URL(explorer);
  return (
    <div class="stack-small">
      <p>
        <a href={explorer + encodeURIComponent(address)} target="_blank" rel="noopener noreferrer" data-testid="explorer">
          {t('explorer_open', { host })}
        </a>
      </p>
      <p class="hint">{t('explorer_learns')}</p>
    </div>
  );
};
