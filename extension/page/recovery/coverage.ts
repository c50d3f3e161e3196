// Knows the words for what a search has looked at. What is one line and which numbers stand in it, the engine says.

import type { CoveredKeys, CoverageView, NothingView, PlaceView, RangeView } from '../../engine.types';
import { listed } from '../../ui/format';
import { formatNumber, t, type TextKey, tn } from '../../ui/texts';

/** One line of it. */
export interface CoverageLine {
  /** Which keys; `null` where there is only one kind, as in an identity from a phone. */
  readonly keys: string | null;
  /** What became of the numbers that were part of the search; `null` when none was. */
  readonly searched: string | null;
  /** The numbers that were not; `null` when all were. */
  readonly rest: string | null;
}

const KEYS: Readonly<Record<CoveredKeys, TextKey | null>> = {
  only: null,
  newer: 'cover_newer',
  older: 'cover_older',
  both: 'cover_both',
};

/** The lines of one place. */
export function coverageLines(place: PlaceView): readonly CoverageLine[] {
  return place.coverage.map((line) => {
    const key = KEYS[line.keys];
    return { keys: key === null ? null : t(key), searched: searched(line), rest: rest(line) };
  });
}

/** Of which identities the node said that there is nothing: "Identities 1, 4–9: nothing there." */
export function nothingThere({ provider, numbers }: NothingView): string {
  const words = { numbers: spans(numbers) };
  const only = numbers.length === 1 && numbers[0]?.first === numbers[0]?.last;
  if (provider === null) return t(only ? 'nothing_identity' : 'nothing_identities', words);
  return t(only ? 'nothing_identity_at' : 'nothing_identities_at', { ...words, provider });
}

function searched({ searched: numbers, found, absent, notChecked, unlisted }: CoverageView): string | null {
  if (numbers.length === 0) return null;
  const parts = [
    found > 0 ? tn('cover_found', found) : null,
    absent > 0 ? tn('cover_absent', absent) : null,
    notChecked > 0 ? tn('cover_not_checked', notChecked) : null,
    unlisted > 0 ? tn('cover_unlisted', unlisted) : null,
  ].filter((part) => part !== null);
  return t('cover_range', { range: range(numbers), what: listed(parts) });
}

function rest({ beyond, notSearched }: CoverageView): string | null {
  const parts = [
    beyond.length > 0 ? t('cover_range', { range: range(beyond), what: t('cover_beyond') }) : null,
    notSearched.length > 0 ? t('cover_range', { range: range(notSearched), what: t('cover_not_searched') }) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

function range(ranges: readonly RangeView[]): string {
  const only = ranges.length === 1 && ranges[0]?.first === ranges[0]?.last;
  return t(only ? 'cover_number' : 'cover_numbers', { numbers: spans(ranges) });
}

function spans(ranges: readonly RangeView[]): string {
  return listed(
    ranges.map(({ first, last }) =>
      first === last ? formatNumber(first) : t('cover_span', { first: formatNumber(first), last: formatNumber(last) }),
    ),
  );
}
