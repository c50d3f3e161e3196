// Knows the line that keeps a person from thinking that records are gone when they only lie on another network.

import type { JSX } from 'preact';

import { InfoIcon } from '../ui/icons';
import { tn, t } from '../ui/texts';
import { linkTo } from './route';

/** Says how many records lie on other networks; nothing when there are none. */
export const OtherNetworks = ({ count }: { readonly count: number }): JSX.Element | null =>
  count === 0 ? null : (
    <p class="panel panel-info">
      <InfoIcon />
      <span class="panel-body">
        {tn('other_networks', count)} <a href={linkTo('settings')}>{t('other_networks_change')}</a>
      </span>
    </p>
  );
