// Knows the page about the backups there are: the list of them, the check of one, and the way to the recovery sheet.

import type { JSX } from 'preact';

import { PageTitle } from '../../ui/page';
import { useSession } from '../../ui/session';
import { useStepFocus } from '../../ui/kept-focus';
import { t } from '../../ui/texts';
import { linkTo } from '../app/route';
import { Drill } from './drill';
import { BackupList } from './list';
import { RecoverySheet } from './sheet';

/** The part of this page that is printed. */
const SHEET = 'sheet';

/** The backups page. */
export const CheckPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const { check } = useSession().snapshot;
  useStepFocus(check.step);
  if (item === SHEET) return <RecoverySheet />;
  return (
    <>
      <PageTitle lead={t('check_lead')}>{t('nav_check')}</PageTitle>
      <Drill view={check} />
      {check.step !== 'checked' && (
        <>
          <BackupList />
          <section class="card">
            <h2>{t('sheet_title')}</h2>
            <p>{t('sheet_why')}</p>
            <div class="actions">
              <a class="button" href={linkTo('check', SHEET)} data-testid="sheet-open">
                {t('sheet_open')}
              </a>
            </div>
          </section>
        </>
      )}
    </>
  );
};
