// Knows how one place reads: being asked, being looked up, done, left out, or with something that could not be checked.
// "Nothing there" stands only where every answer came.

import type { JSX } from 'preact';

import type { FoundView, PlaceView } from '../../engine.types';
import { Badge, type Tone } from '../../ui/page';
import { shortened } from '../../ui/format';
import { t, textFor, tn } from '../../ui/texts';

const TONES: Readonly<Record<string, Tone>> = {
  'asking-device': 'sea',
  'looking-up': 'sea',
  done: 'good',
  incomplete: 'warn',
  skipped: 'warn',
};

/** The places, newest first: that is where something happens. */
export const Places = ({ places }: { readonly places: readonly PlaceView[] }): JSX.Element =>
  places.length === 0 ? (
    <p class="hint">{t('index_none_yet')}</p>
  ) : (
    <ul class="rows" aria-label={t('run_places')}>
      {places.toReversed().map((place) => (
        <Place key={place.id} view={place} />
      ))}
    </ul>
  );

/** What a place is called: its number on the Ledger, or the identity from a phone. */
export function placeName({ index, provider, identityName }: PlaceView): string {
  if (index === null) return identityName ?? t('place_phone');
  return provider === null ? t('index_name', { index }) : t('place_provider', { index, provider });
}

const Place = ({ view }: { readonly view: PlaceView }): JSX.Element => {
  const sentence = outcome(view);
  return (
    <li
      class="row row-index"
      data-testid="recover-index"
      data-id={view.id}
      data-index={view.index ?? undefined}
      data-provider={view.provider ?? undefined}
      data-state={view.state}
      data-checked={view.checked}
      data-total={view.total}
      data-not-checked={view.notChecked}
    >
      <div class="row-main">
        <p class="row-title">
          {placeName(view)}
          {view.index !== null && view.identityName !== null && <span class="row-known">{view.identityName}</span>}
          <Badge tone={view.state === 'done' && view.accounts.length === 0 ? 'plain' : (TONES[view.state] ?? 'plain')}>
            {textFor('index', view.state, {}, 'index_other')}
          </Badge>
        </p>
        <p class="row-sub">{sentence}</p>
        {view.state === 'looking-up' && (
          <progress
            aria-label={t('index_progress', { place: placeName(view) })}
            value={view.checked}
            max={Math.max(1, view.total)}
          />
        )}
        {view.accounts.length > 0 && (
          <ul class="found">
            {view.accounts.map((account) => (
              <Found key={`${account.address}-${account.keyVersion}-${account.credentialIndex}`} account={account} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
};

const Found = ({ account }: { readonly account: FoundView }): JSX.Element => (
  <li
    data-testid="recover-found"
    data-address={account.address}
    data-removed={String(account.removed)}
    data-shared={String(account.shared)}
  >
    <span class="mono" title={account.address}>
      {shortened(account.address, 8, 6)}
    </span>
    {account.knownAs === null ? (
      <Badge tone="good">{t('found_new')}</Badge>
    ) : (
      <Badge>{t('found_known', { name: account.knownAs })}</Badge>
    )}
    {account.shared && <Badge tone="sea">{t('found_shared')}</Badge>}
    {account.removed && <Badge tone="warn">{t('found_removed')}</Badge>}
  </li>
);

function outcome(view: PlaceView): string {
  switch (view.state) {
    case 'asking-device':
      return t('index_asking_text');
    case 'looking-up':
      return t('index_looking_text', { checked: view.checked, total: view.total });
    case 'skipped':
      return t('index_skipped_text');
    case 'incomplete':
      return `${view.accounts.length === 0 ? t('index_nothing_so_far') : tn('index_found', view.accounts.length)} ${tn('index_not_checked', view.notChecked)}`;
    default:
      return view.accounts.length === 0 ? tn('index_empty', view.checked) : tn('index_found', view.accounts.length);
  }
}
