// The words for each format of a file, wherever an import speaks of one.

import type { Format, OriginView } from '../../engine.types';
import type { TextKey } from '../../ui/texts';

/** What a person reads of one format. */
interface FormatWords {
  /** In the list of what can be opened. */
  readonly listed: TextKey;
  /** What the file is, before it is opened. */
  readonly recognised: TextKey;
  /** Where records come from. */
  readonly source: TextKey;
  /** What it is, in a list of files. */
  readonly kind: TextKey;
  /** What was brought in. */
  readonly broughtIn: TextKey;
}

export const FORMATS: Readonly<Record<Format, FormatWords>> = {
  'lifeboat-backup': {
    listed: 'import_kinds_lifeboat',
    recognised: 'import_kind_lifeboat_backup',
    source: 'source_lifeboat_backup',
    kind: 'format_lifeboat_backup',
    broughtIn: 'undo_format_lifeboat_backup',
  },
  'desktop-wallet': {
    listed: 'import_kinds_desktop',
    recognised: 'import_kind_desktop_wallet',
    source: 'source_desktop_wallet',
    kind: 'format_desktop_wallet',
    broughtIn: 'undo_format_desktop_wallet',
  },
  'phone-wallet': {
    listed: 'import_kinds_phone',
    recognised: 'import_kind_phone_wallet',
    source: 'source_phone_wallet',
    kind: 'format_phone_wallet',
    broughtIn: 'undo_format_phone_wallet',
  },
  'contacts-table': {
    listed: 'import_kinds_contacts_table',
    recognised: 'import_kind_contacts_table',
    source: 'source_contacts_table',
    kind: 'format_contacts_table',
    broughtIn: 'undo_format_contacts_table',
  },
  'browser-key': {
    listed: 'import_kinds_account_key',
    recognised: 'import_kind_account_key',
    source: 'source_account_key',
    kind: 'format_account_key',
    broughtIn: 'undo_format_account_key',
  },
  'genesis-key': {
    listed: 'import_kinds_account_key',
    recognised: 'import_kind_account_key',
    source: 'source_account_key',
    kind: 'format_account_key',
    broughtIn: 'undo_format_account_key',
  },
};

/** What can be opened, as it is listed: formats that a person has one name for are one. */
export const LISTED: readonly TextKey[] = [...new Set(Object.values(FORMATS).map(({ listed }) => listed))];

/** Where records come from, in one word, to be found by. */
export function sourceOf(origin: OriginView): Format | 'recovery' | 'keys' {
  return origin.from === 'file' ? origin.format : origin.from;
}

/** In a sentence. */
export function sourceText(origin: OriginView): TextKey {
  return origin.from === 'file' ? FORMATS[origin.format].source : 'source_recovery';
}
