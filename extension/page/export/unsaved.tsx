// Knows the sealed files that are on no disk yet: they outlive a look at another page, and whoever would throw them away is asked first.
// They are encrypted; whether they are still waited for, the engine says.

import type { JSX } from 'preact';

import type { SealedFile } from '../../engine.types';
import { AlertIcon } from '../../ui/icons';
import { useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { linkTo } from '../app/route';

/** Files that were made and are not saved. */
export interface Unsaved {
  readonly files: readonly SealedFile[];
  readonly holdsKeys: boolean;
}

let unsaved: Unsaved | null = null;

const guard = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Keeps them until they are saved or thrown away; closing the tab asks first. */
export function keepUnsaved(next: Unsaved | null): void {
  unsaved = next;
  if (next === null) removeEventListener('beforeunload', guard);
  else addEventListener('beforeunload', guard);
}

/** Takes up where it was left; `gone` if the engine waits for them no more, because it was locked meanwhile. */
export function takeUp(isWaitedFor: boolean): Unsaved | 'gone' | null {
  if (unsaved === null || isWaitedFor) return unsaved;
  keepUnsaved(null);
  return 'gone';
}

/** On other pages: that a backup which was not saved went with the lock. Said until somebody goes to make another one. */
export const LostBackup = (): JSX.Element | null => {
  const { snapshot } = useSession();
  if (unsaved === null || snapshot.export.step === 'unsaved') return null;
  return (
    <div class="panel panel-warn" role="status" data-testid="export-lost">
      <AlertIcon />
      <div class="panel-body">
        <p>{t('unsaved_gone')}</p>
        <p class="panel-foot">
          <a class="button" href={linkTo('export')}>
            {t('overview_new_backup')}
          </a>
        </p>
      </div>
    </div>
  );
};
