// Knows the sentences about what backups hold. What they hold is the engine's to say.

import type { BackupSeen, BackupView, Cover, LastBackupView } from '../../engine.types';
import { countList } from '../../ui/counts';
import { ago } from '../../ui/format';
import { t, type TextKey } from '../../ui/texts';

const LAST: Readonly<Record<BackupSeen, TextKey>> = { saved: 'backup_last', opened: 'backup_last_opened' };

/** Which file was seen last to hold records, and when: saved from here, or opened here. */
export const lastSentence = (last: LastBackupView, now: number): string => t(LAST[last.seen], { when: ago(last.at, now) });

/** The sentence for the start page. */
export const backupSentence = ({ cover, last, missing }: BackupView, now: number): string => {
  const when = last === null ? '' : `${lastSentence(last, now)} `;
  const sentences: Readonly<Record<Cover, () => string>> = {
    empty: () => t('backup_empty'),
    never: () => t('backup_none'),
    behind: () => `${when}${t('backup_missing', { what: countList(missing) })}`,
    unchecked: () => t('backup_waits_for_check'),
    covered: () => `${when}${t('backup_covered')}`,
  };
  return sentences[cover]();
};
