// Knows how a long list of records is shown that the engine has: a page of rows first, more on request. Only rows that are drawn are asked
// for, and asked for again when they may read differently.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { ROWS_AT_ONCE } from '../../engine.limits';
import type { RecordKind, ItemView, RowFilter } from '../../engine.types';
import { Button } from '../../ui/button';
import { useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';

/** Which rows, and how many there are. */
interface Shown {
  readonly kind: RecordKind;
  readonly filter: RowFilter;
  readonly count: number;
}

interface RowsProps {
  readonly shown: Shown;
  /** Another one whenever a row may read differently. */
  readonly revision: number;
  readonly label: string;
  readonly draw: (item: ItemView) => JSX.Element;
}

/** The first page of them, and a button for the next. */
export const Rows = ({ shown, revision, label, draw }: RowsProps): JSX.Element => {
  const [pages, setPages] = useState(1);
  const hidden = shown.count - pages * ROWS_AT_ONCE;
  return (
    <>
      <ul class="rows" aria-label={label}>
        {Array.from({ length: pages }, (_, page) => (
          <Page key={page} shown={shown} from={page * ROWS_AT_ONCE} revision={revision} draw={draw} />
        ))}
      </ul>
      {hidden > 0 && (
        <div class="actions">
          <Button onClick={() => setPages(pages + 1)} testId={`preview-more-${shown.kind}`}>
            {tn('show_more', hidden)}
          </Button>
        </div>
      )}
    </>
  );
};

interface PageProps extends Omit<RowsProps, 'label'> {
  readonly from: number;
}

const Page = ({ shown: { kind, filter }, from, revision, draw }: PageProps): JSX.Element => {
  const rows = useRows(kind, filter, from, revision);
  return rows === null ? (
    <li class="row" aria-busy="true" data-testid="preview-waiting">
      <span class="hint">{t('preview_rows_coming')}</span>
    </li>
  ) : (
    <>{rows.map(draw)}</>
  );
};

/** What was drawn stays until its successor is here. */
function useRows(kind: RecordKind, filter: RowFilter, from: number, revision: number): readonly ItemView[] | null {
  const { send } = useSession();
  const [rows, setRows] = useState<readonly ItemView[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void send({ import: { rows: { kind, filter, from } } }).then((reply) => {
      // A preview that is gone has no rows; the next snapshot says so.
      if (isCurrent && reply.ok) setRows(reply.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [send, kind, filter, from, revision]);
  return rows;
}
