// Knows the two ways to bring records in: a file, or the Ledger. Every empty page ends with them.

import type { JSX } from 'preact';

import { t } from '../../ui/texts';
import { linkTo } from './route';

/** Two buttons, to stand in a row of actions. */
export const WaysIn = (): JSX.Element => (
  <>
    <a class="button button-primary" href={linkTo('import')}>
      {t('overview_open_file')}
    </a>
    <a class="button" href={linkTo('recover')}>
      {t('overview_use_ledger')}
    </a>
  </>
);
