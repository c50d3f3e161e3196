// Knows how a long list is shown: a hundred first, more on request, and never more of them in one piece of work than a window shows, so that
// ten thousand records do not freeze the page.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';

import { Button } from './button';
import { language } from './language';
import { tn } from './texts';

const AT_ONCE = 100;

/** So many are drawn before the browser gets to paint, and to hear the person, again. */
const SLICE = 20;

/** What is still to come is not put off for longer, however busy the browser is. */
const PATIENCE_MS = 100;

interface LongListProps<Item> {
  readonly items: readonly Item[];
  readonly label: string;
  /** Where it stays the same function, and the items the same list, nothing is drawn anew. */
  readonly draw: (item: Item) => JSX.Element;
  /** Which list it is: another order, or another search, begins at the top. */
  readonly of?: string;
  readonly look?: 'rows' | 'cards';
  /** How many at once, where a hundred are too many. */
  readonly atOnce?: number;
}

/** The first of them, and a button for the next. */
export const LongList = <Item,>({ items, label, draw, of = '', look = 'rows', atOnce = AT_ONCE }: LongListProps<Item>): JSX.Element => {
  const [kept, setKept] = useState({ of, asked: atOnce, drawn: SLICE });
  const { asked, drawn } = kept.of === of ? kept : { asked: atOnce, drawn: SLICE };
  const hidden = items.length - asked;
  const isGrowing = drawn < Math.min(asked, items.length);
  useEffect(() => {
    if (!isGrowing) return undefined;
    const next = requestIdleCallback(() => setKept({ of, asked, drawn: drawn + SLICE }), { timeout: PATIENCE_MS });
    return () => cancelIdleCallback(next);
  }, [isGrowing, of, asked, drawn]);
  const rows = useMemo(() => items.slice(0, Math.min(asked, drawn)).map(draw), [items, asked, drawn, draw, language()]);
  return (
    <>
      <ul class={look} aria-label={label} aria-busy={isGrowing ? true : undefined} data-testid="long-list" data-of={of}>
        {rows}
      </ul>
      {hidden > 0 && (
        <div class="actions">
          <Button onClick={() => setKept({ of, asked: asked + atOnce, drawn })}>{tn('show_more', hidden)}</Button>
        </div>
      )}
    </>
  );
};
