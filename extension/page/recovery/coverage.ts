// Knows what a search has looked at, in words: found, nothing there, not checked, not in the list, not searched. These are
// five different things, and none of them ever stands for another.

import type { CoverageView, PlaceView } from '../../engine.types';
import { t, tn } from '../../ui/texts';

/** One line of it. */
export interface CoverageLine {
  /** Which keys; `null` where there is only one kind, as in an identity from a phone. */
  readonly keys: string | null;
  /** What became of the numbers that were part of the search; `null` when none was. */
  readonly searched: string | null;
  /** The numbers that were not; `null` when all were. */
  readonly rest: string | null;
}

/** A line for each kind of keys; one for both where they say the same. */
export function coverageLines(place: PlaceView): readonly CoverageLine[] {
  const lines = place.coverage.filter(isKnown).map((one) => ({ version: one.keyVersion, ...words(one) }));
  const [first, second] = lines;
  if (first !== undefined && second !== undefined && first.searched === second.searched && first.rest === second.rest) {
    return [{ keys: t('cover_both'), searched: first.searched, rest: first.rest }];
  }
  return lines.map(({ version, searched, rest }) => ({
    keys: place.index === null ? null : t(version === 0 ? 'cover_older' : 'cover_newer'),
    searched,
    rest,
  }));
}

function isKnown({ deepest, beyond, notSearched }: CoverageView): boolean {
  return deepest !== null || beyond > 0 || notSearched > 0;
}

function words({
  deepest,
  found,
  absent,
  notChecked,
  unlisted,
  beyond,
  notSearched,
}: CoverageView): Omit<CoverageLine, 'keys'> {
  const parts = [
    found > 0 ? tn('cover_found', found) : null,
    absent > 0 ? tn('cover_absent', absent) : null,
    notChecked > 0 ? tn('cover_not_checked', notChecked) : null,
    unlisted > 0 ? tn('cover_unlisted', unlisted) : null,
  ].filter((part) => part !== null);
  const next = deepest === null ? 0 : deepest + 1;
  // With a gap below the deepest number, the numbers that were not searched are more than those beyond it.
  const gapless = found + absent + notChecked + unlisted === next;
  const others = (count: number): string =>
    gapless && (beyond === 0 || notSearched === 0) ? range(next, next + count - 1) : tn('cover_others', count);
  const rest = [
    beyond > 0 ? t('cover_range', { range: others(beyond), what: t('cover_beyond') }) : null,
    notSearched > 0 ? t('cover_range', { range: others(notSearched), what: t('cover_not_searched') }) : null,
  ].filter((part) => part !== null);
  return {
    searched: deepest === null ? null : t('cover_range', { range: range(0, deepest), what: parts.join(', ') }),
    rest: rest.length === 0 ? null : rest.join(' '),
  };
}

function range(first: number, last: number): string {
  return first === last ? t('cover_number', { first }) : t('cover_numbers', { first, last });
}
