// Knows how contacts leave as a table for a spreadsheet: what is in it and what is not is said first, then it is saved.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Separator, TableFile } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { download } from '../export/disk';

/** The dialog. */
export const TableDialog = ({ onClose }: { readonly onClose: () => void }): JSX.Element => {
  const { snapshot } = useSession();
  const [table, setTable] = useState<TableFile | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const { run, fault } = useAction();
  const network = snapshot.settings?.network ?? '';
  useEffect(() => {
    let isCurrent = true;
    void run({ wallet: { 'contacts-table': { network, separator: separatorHere() } } }).then((done) => {
      if (isCurrent && done !== null) setTable(done.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [run, network]);
  const save = (): void => {
    if (table === null) return;
    download(table.fileName, table.bytes, 'text/csv;charset=utf-8');
    setIsSaved(true);
  };
  return (
    <Dialog title={t('table_title')} onClose={onClose}>
      <div class="stack">
        {table === null && fault === null && <Busy sentence={t('table_making')} />}
        {fault !== null && <FaultPanel fault={fault} />}
        {table !== null && (
          <>
            <p data-testid="table-counts" data-contacts={table.contacts}>
              {tn('table_holds', table.contacts)}
            </p>
            <p>{t('table_is_readable')}</p>
            <NoticeList notices={table.omissions} />
          </>
        )}
        <p role="status" class={isSaved ? 'hint' : 'visually-hidden'} data-testid="table-saved" data-saved={String(isSaved)}>
          {isSaved && table !== null ? t('table_saved', { name: table.fileName }) : ''}
        </p>
        <div class="actions actions-end">
          <Button onClick={onClose} testId="dialog-cancel">
            {t(isSaved ? 'table_done' : 'cancel')}
          </Button>
          <Button
            kind="primary"
            disabled={table === null || table.contacts === 0}
            onClick={save}
            testId="table-save"
          >
            {t('table_save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};

/** Where no point is in numbers, spreadsheets expect semicolons between cells. They go by the computer's language, and not by ours. */
function separatorHere(): Separator {
  const parts = new Intl.NumberFormat().formatToParts(1.5);
  return parts.some(({ type, value }) => type === 'decimal' && value === '.') ? 'comma' : 'semicolon';
}
