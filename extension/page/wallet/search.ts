// Knows how a list is searched: by any part of what its records say, in capitals or not.

import { useMemo } from 'preact/hooks';

import { useSettled } from '../../ui/settled';

interface Found<Item> {
  readonly found: readonly Item[];
  /** What they were searched for, once somebody stopped typing; empty where nothing was. */
  readonly wanted: string;
}

/**
 * The items that say what was typed. `said` is all that an item says: it is made ready once for each list, with its first search, and not for
 * every letter that is typed.
 */
export function useFound<Item>(items: readonly Item[], said: (item: Item) => string, typed: string): Found<Item> {
  const wanted = useSettled(typed).trim().toLocaleLowerCase();
  const texts = useMemo(() => {
    let made: readonly string[] | null = null;
    return () => (made ??= items.map((item) => said(item).toLocaleLowerCase()));
  }, [items, said]);
  const found = useMemo(
    () => (wanted === '' ? items : items.filter((_, position) => texts()[position]?.includes(wanted))),
    [items, texts, wanted],
  );
  return { found, wanted };
}
