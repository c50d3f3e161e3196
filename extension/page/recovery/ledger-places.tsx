// Knows the question which accounts to look for on a Ledger, in words for people who never heard of a derivation path.

import type { JSX } from 'preact';

import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { Checkbox } from '../../ui/field';
import { CheckCard, OptionCards } from '../../ui/option-cards';
import { Empty } from '../../ui/page';
import { t } from '../../ui/texts';
import type { LedgerPlaces as Places, Providers } from './where';

interface LedgerPlacesProps {
  readonly places: Places;
  readonly providers: Providers;
  readonly onChange: (places: Places) => void;
}

/** Two kinds of wallet, and the identity providers of the second. */
export const LedgerPlaces = ({ places, providers, onChange }: LedgerPlacesProps): JSX.Element => (
  <>
    <fieldset class="option-cards">
      <legend class="section-title">{t('which_title')}</legend>
      <CheckCard
        title={t('which_legacy')}
        text={t('which_legacy_text')}
        checked={places.legacy}
        onChange={(legacy) => onChange({ ...places, legacy })}
        testId="recover-legacy"
      />
      <CheckCard
        title={t('which_phrase')}
        text={t('which_phrase_text')}
        checked={places.phrase}
        onChange={(phrase) => onChange({ ...places, phrase })}
        testId="recover-phrase"
      />
    </fieldset>
    {places.phrase && (
      <section class="card" aria-label={t('provider_title')} data-testid="recover-providers">
        <p>{t('provider_text')}</p>
        <OptionCards
          legend={t('provider_title')}
          value={places.which}
          onChange={(which) => onChange({ ...places, which })}
          options={[
            {
              value: 'all',
              title: t('provider_all'),
              text: t('provider_all_text'),
              testId: 'recover-providers-all',
            },
            {
              value: 'some',
              title: t('provider_some'),
              text: t('provider_some_text'),
              testId: 'recover-providers-some',
            },
          ]}
        />
        <List places={places} providers={providers} onChange={onChange} />
      </section>
    )}
  </>
);

const List = ({ places, providers, onChange }: LedgerPlacesProps): JSX.Element => {
  const { list, fault, again } = providers;
  if (fault !== null) {
    return (
      <>
        <FaultPanel fault={fault} />
        <div class="actions">
          <Button onClick={again} testId="recover-providers-again">
            {t('provider_again')}
          </Button>
        </div>
      </>
    );
  }
  if (list === null) return <Busy sentence={t('provider_asking')} />;
  if (list.length === 0) return <Empty title={t('provider_none')} />;
  if (places.which === 'all') return <p class="names">{list.map(({ name }) => name).join(' · ')}</p>;
  return (
    <fieldset class="stack-small">
      <legend class="visually-hidden">{t('provider_some')}</legend>
      {list.map(({ number, name }) => (
        <Checkbox
          key={number}
          label={name === '' ? t('provider_unnamed', { number }) : name}
          checked={places.chosen.includes(number)}
          onChange={(checked) => {
            const others = places.chosen.filter((one) => one !== number);
            onChange({ ...places, chosen: checked ? [...others, number] : others });
          }}
          testId={`recover-provider-${number}`}
        />
      ))}
    </fieldset>
  );
};
