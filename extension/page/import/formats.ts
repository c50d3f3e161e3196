// The words for each format of a file, wherever an import speaks of one.

import type { Format, OriginView } from '../../engine.types';
import type { TextKey } from '../../ui/texts';

/** What the file is, before it is opened; where records come from; what was brought in. */
export const FORMATS: Readonly<
  Record<Format, { readonly recognised: TextKey; readonly source: TextKey; readonly broughtIn: TextKey }>
> = {
  'lifeboat-backup': {
    recognised: 'import_kind_lifeboat_backup',
    source: 'source_lifeboat_backup',
    broughtIn: 'undo_format_lifeboat_backup',
  },
  'desktop-wallet': {
    recognised: 'import_kind_desktop_wallet',
    source: 'source_desktop_wallet',
    broughtIn: 'undo_format_desktop_wallet',
  },
  'phone-wallet': {
    recognised: 'import_kind_phone_wallet',
    source: 'source_phone_wallet',
    broughtIn: 'undo_format_phone_wallet',
  },
  'browser-key': {
    recognised: 'import_kind_account_key',
    source: 'source_account_key',
    broughtIn: 'undo_format_account_key',
  },
  'genesis-key': {
    recognised: 'import_kind_account_key',
    source: 'source_account_key',
    broughtIn: 'undo_format_account_key',
  },
};

/** Where records come from, in one word, to be found by. */
export function sourceOf(origin: OriginView): Format | 'recovery' | 'keys' {
  return origin.from === 'file' ? origin.format : origin.from;
}

/** In a sentence. */
export function sourceText(origin: OriginView): TextKey {
  return origin.from === 'file' ? FORMATS[origin.format].source : 'source_recovery';
}
