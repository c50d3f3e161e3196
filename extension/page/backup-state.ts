// Knows the one sentence about the last backup that the overview shows.

import type { SummaryView } from '../engine.types';
import { ago } from '../ui/format';
import { sumOf } from '../ui/page';
import { t, tn } from '../ui/texts';

/** How well the wallet is covered by a backup. */
export type BackupState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'none' }
  | { readonly kind: 'behind'; readonly at: number; readonly changes: number }
  | { readonly kind: 'covered'; readonly at: number };

/** The state behind the sentence. */
export const backupState = (summary: SummaryView): BackupState => {
  if (sumOf(summary.counts) === 0) return { kind: 'empty' };
  if (summary.lastBackupAt === null) return { kind: 'none' };
  if (summary.changesSinceBackup === 0) return { kind: 'covered', at: summary.lastBackupAt };
  return { kind: 'behind', at: summary.lastBackupAt, changes: summary.changesSinceBackup };
};

/** The sentence. */
export const backupSentence = (state: BackupState, now: number): string => {
  switch (state.kind) {
    case 'empty':
      return t('backup_empty');
    case 'none':
      return t('backup_none');
    case 'behind':
      return `${t('backup_last', { when: ago(state.at, now) })} ${tn('backup_changes', state.changes)}`;
    case 'covered':
      return `${t('backup_last', { when: ago(state.at, now) })} ${t('backup_covered')}`;
  }
};
