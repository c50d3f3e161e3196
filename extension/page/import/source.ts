// Knows how it is said where incoming records come from.

import type { FileFormat, OriginView } from '../../engine.types';
import type { TextKey } from '../../ui/texts';

const SOURCES: Readonly<Record<FileFormat | 'recovery', TextKey>> = {
  'lifeboat-backup': 'source_lifeboat_backup',
  'desktop-wallet': 'source_desktop_wallet',
  'phone-wallet': 'source_phone_wallet',
  'account-key': 'source_account_key',
  recovery: 'source_recovery',
};

/** In one word, to be found by. */
export function sourceOf(origin: OriginView): FileFormat | 'recovery' {
  return origin.from === 'file' ? origin.format : origin.from;
}

/** In a sentence. */
export function sourceText(origin: OriginView): TextKey {
  return SOURCES[sourceOf(origin)];
}
