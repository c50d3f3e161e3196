// Knows how a file that was chosen gets from the disk to the engine, and what is said while one is opened.

import { LARGEST_FILE } from '../../engine.limits';
import type { Effort } from '../../engine.types';
import { fileSize } from '../../ui/format';
import { t, type TextKey } from '../../ui/texts';

/** The bytes of a file, or the sentence why there are none. */
export type Chosen = { readonly bytes: Uint8Array } | { readonly trouble: string };

/** Reads a file. The engine refuses one that is too large, too; here it is refused before it fills the memory. */
export async function readChosen(file: File): Promise<Chosen> {
  if (file.size > LARGEST_FILE) return { trouble: t('import_too_large', { size: fileSize(file.size), largest: fileSize(LARGEST_FILE) }) };
  try {
    return { bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    return { trouble: t('import_unreadable', { file: file.name }) };
  }
}

/** What is said while a file is opened, by how long that takes. */
export const OPENING: Readonly<Record<Effort, TextKey>> = {
  moment: 'import_opening',
  seconds: 'import_opening_seconds',
  long: 'import_opening_long',
};
