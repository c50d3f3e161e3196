// Knows the offer to search what was left out.

import type { JSX } from 'preact';

import type { PlaceView } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { useAction } from '../../ui/session';
import { t } from '../../ui/texts';

/** The button of one place that was left out. */
export const SearchAfterAll = ({ place, name }: { readonly place: PlaceView; readonly name: string }): JSX.Element => {
  const search = useAction();
  return (
    <>
      <Button
        kind="quiet"
        disabled={search.busy}
        onClick={() => void search.run({ recovery: { 'search-after-all': { place: place.id } } })}
        label={t('after_all_label', { place: name })}
        testId="recover-after-all"
      >
        {t('after_all')}
      </Button>
      {search.fault !== null && <FaultPanel fault={search.fault} />}
    </>
  );
};
