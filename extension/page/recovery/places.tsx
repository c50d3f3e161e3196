// Knows how one place reads: being asked, being looked up, done, left out, or with something that could not be checked.
// "Nothing there" stands only where every answer came.

import type { JSX } from 'preact';

import type { FoundView, PlaceView, RowState, RunView } from '../../engine.types';
import { ccd } from '../../ui/amount';
import { Foreign } from '../../ui/foreign';
import { shortened } from '../../ui/format';
import { Badge, type Tone } from '../../ui/page';
import { t, type TextKey, tn } from '../../ui/texts';
import { coverageLines } from './coverage';
import { DeeperHere } from './deeper';
import { FoundBadges } from './findings';
import { SearchAfterAll } from './after-all';

const STATES: Readonly<Record<RowState, { readonly label: TextKey; readonly tone: Tone }>> = {
  next: { label: 'place_next', tone: 'plain' },
  refused: { label: 'index_refused', tone: 'warn' },
  'asking-device': { label: 'index_asking_device', tone: 'sea' },
  scanning: { label: 'index_scanning', tone: 'sea' },
  'looking-up': { label: 'index_looking_up', tone: 'sea' },
  done: { label: 'index_done', tone: 'good' },
  listed: { label: 'index_listed', tone: 'plain' },
  incomplete: { label: 'index_incomplete', tone: 'warn' },
  skipped: { label: 'index_skipped', tone: 'warn' },
};

interface PlacesProps {
  readonly places: readonly PlaceView[];
  readonly from: RunView['from'];
  /** Whether it is a moment to offer a deeper look, or one at what was left out. */
  readonly deeper: boolean;
  /** Whether the accounts are listed elsewhere. */
  readonly withoutAccounts?: boolean;
}

/** The places, newest first: that is where something happens. */
export const Places = ({ places, from, deeper, withoutAccounts = false }: PlacesProps): JSX.Element =>
  places.length === 0 ? (
    <p class="hint">{t(from === 'phone' ? 'place_none_yet' : 'index_none_yet')}</p>
  ) : (
    <ul class="rows" aria-label={t(from === 'phone' ? 'run_identities' : 'run_places')}>
      {places.toReversed().map((place) => (
        <Place key={place.id} view={place} offers={deeper} withoutAccounts={withoutAccounts} />
      ))}
    </ul>
  );

/** What a place is called: its number on the Ledger, or the identity from a phone. */
export function placeName({ index, provider, identityName }: PlaceView): string {
  if (index === null) return identityName ?? t('place_phone');
  return provider === null ? t('index_name', { index }) : t('place_provider', { index, provider });
}

/** What came of it so far, in a sentence. */
export function placeOutcome(view: PlaceView): string {
  const count = view.accounts.length;
  switch (view.state) {
    case 'next':
      return t(view.index === null ? 'place_next_text' : 'index_next_text');
    case 'refused':
      return t('index_refused_text');
    case 'asking-device':
      return t('index_asking_text');
    case 'scanning':
      return t('index_scanning_text');
    case 'looking-up':
      return t('index_looking_text', { checked: view.checked, total: view.total });
    case 'skipped':
      return t('index_skipped_text');
    case 'incomplete':
      return [
        count === 0 ? t('index_nothing_so_far') : tn('index_found', count),
        tn('index_not_checked', view.notChecked),
        view.unlisted > 0 ? tn('index_unlisted', view.unlisted) : '',
      ]
        .join(' ')
        .trim();
    case 'listed':
      // "Nothing there" is the node's word about every single number; a list that does not name them is less.
      return `${count === 0 ? t('index_nothing_so_far') : tn('index_found', count)} ${tn('index_unlisted', view.unlisted)}`;
    case 'done':
      return count > 0 ? tn('index_found', count) : tn('index_empty', view.checked);
  }
}

interface PlaceProps {
  readonly view: PlaceView;
  readonly offers: boolean;
  readonly withoutAccounts: boolean;
}

const Place = ({ view, offers, withoutAccounts }: PlaceProps): JSX.Element => {
  const name = placeName(view);
  const leftOut = view.state === 'skipped';
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
      data-unlisted={view.unlisted}
    >
      <div class="row-main">
        <p class="row-title">
          {name}
          {view.index !== null && view.identityName !== null && <bdi class="row-known">{view.identityName}</bdi>}
          <Badge tone={view.isNothing ? 'plain' : STATES[view.state].tone}>
            {t(STATES[view.state].label)}
          </Badge>
        </p>
        <p class="row-sub">{placeOutcome(view)}</p>
        {view.state === 'looking-up' && (
          <progress
            aria-label={t('index_progress', { place: name })}
            value={view.checked}
            max={Math.max(1, view.total)}
          />
        )}
        {!withoutAccounts && view.accounts.length > 0 && (
          <ul class="found">
            {view.accounts.map((account) => (
              <Found key={`${account.address}-${account.keyVersion}-${account.credentialIndex}`} account={account} />
            ))}
          </ul>
        )}
        <Coverage view={view} />
      </div>
      {offers && (leftOut || view.canLookDeeper) && (
        <div class="row-side">
          {leftOut ? <SearchAfterAll place={view} name={name} /> : <DeeperHere place={view} name={name} />}
        </div>
      )}
    </li>
  );
};

/** One account, while the search goes on. */
const Found = ({ account }: { readonly account: FoundView }): JSX.Element => (
  <li
    data-testid="recover-found"
    data-address={account.address}
    data-removed={String(account.removed)}
    data-shared={String(account.shared)}
    data-proof={account.proof}
    data-second={account.second ?? undefined}
  >
    {account.knownAs !== null && <Foreign text={account.knownAs} />}
    <span class="mono" title={account.address}>
      {shortened(account.address, 8, 6)}
    </span>
    {account.balance !== null && (
      <span data-testid="found-total" data-micro-ccd={account.balance.total}>
        {ccd(account.balance.total)}
      </span>
    )}
    <FoundBadges account={account} />
  </li>
);

const AT_REST: ReadonlySet<RowState> = new Set(['done', 'listed', 'incomplete']);

/** Shown when the search there has come to a rest; before, it changes faster than anybody reads. */
const Coverage = ({ view }: { readonly view: PlaceView }): JSX.Element | null => {
  const lines = AT_REST.has(view.state) ? coverageLines(view) : [];
  if (lines.length === 0) return null;
  return (
    <ul class="coverage" data-testid="recover-coverage">
      {lines.map(({ keys, searched, rest }) => (
        <li key={keys}>
          {keys !== null && <span class="coverage-keys">{keys}</span>}
          {searched !== null && <span>{searched}</span>}
          {rest !== null && <span>{rest}</span>}
        </li>
      ))}
    </ul>
  );
};
