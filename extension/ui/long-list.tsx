// Knows how a long list is shown: a screenful first, more on request, so that ten thousand records do not freeze the page.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { Button } from './button';
import { tn } from './texts';

const AT_ONCE = 100;

interface LongListProps<Item> {
  readonly items: readonly Item[];
  readonly label: string;
  readonly draw: (item: Item) => JSX.Element;
  readonly look?: 'rows' | 'cards';
  /** How many at once, where a hundred are too many. */
  readonly atOnce?: number;
}

/** The first of them, and a button for the next. */
export const LongList = <Item,>({ items, label, draw, look = 'rows', atOnce = AT_ONCE }: LongListProps<Item>): JSX.Element => {
  const [shown, setShown] = useState(atOnce);
  const hidden = items.length - shown;
  return (
    <>
      <ul class={look} aria-label={label}>
        {items.slice(0, shown).map(draw)}
      </ul>
      {hidden > 0 && (
        <div class="actions">
          <Button onClick={() => setShown(shown + atOnce)}>{tn('show_more', hidden)}</Button>
        </div>
      )}
    </>
  );
};
