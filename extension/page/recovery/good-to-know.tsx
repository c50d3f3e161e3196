// Knows what a person should know before a search: what comes back and what does not, and how it goes.

import type { JSX } from 'preact';

import type { SearchFrom } from '../../engine.types';
import { Card } from '../../ui/page';
import { t, type TextKey } from '../../ui/texts';
import { linkTo } from '../app/route';

interface Words {
  readonly back: readonly TextKey[];
  readonly not: readonly TextKey[];
  readonly how: readonly TextKey[];
}

const WORDS: Readonly<Record<SearchFrom, Words>> = {
  ledger: {
    back: ['recover_back_accounts', 'recover_back_credentials', 'recover_back_placeholders'],
    not: ['recover_not_identity', 'recover_not_names'],
    how: ['recover_how_connect', 'recover_how_approve', 'recover_how_stop'],
  },
  phone: {
    back: ['recover_phone_back_accounts', 'recover_phone_back_numbers'],
    not: ['recover_phone_not_keys', 'recover_not_names'],
    how: ['recover_phone_how_keys', 'recover_phone_how_look', 'recover_phone_how_stop'],
  },
};

/** Three cards. */
export const GoodToKnow = ({ from }: { readonly from: SearchFrom }): JSX.Element => (
  <>
    <div class="columns">
      <Card title={t('recover_back_title')}>
        <ul class="advice">
          {WORDS[from].back.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      </Card>
      <Card title={t('recover_not_title')}>
        <ul class="advice">
          {WORDS[from].not.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <p class="hint">
          {t('recover_not_hint')} <a href={linkTo('import')}>{t('recover_not_import')}</a>
        </p>
      </Card>
    </div>
    <Card title={t('recover_how_title')}>
      <ol class="ways">
        {WORDS[from].how.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ol>
    </Card>
  </>
);
