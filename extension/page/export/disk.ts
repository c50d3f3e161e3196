// Knows the two ways a page may write a file: the browser's downloads, and a place chosen in the system's dialog.

/** Why nothing is where it should be. Each has its sentence, with who can act. */
export type DiskTrouble =
  /** The dialog was closed without choosing. */
  | 'cancelled'
  /** No room left. */
  | 'full'
  /** The browser, or the system, does not let this page write there. */
  | 'refused'
  /** The disk is gone, or fails. */
  | 'failed';

/** What became of an attempt to write at a chosen place. */
export type Written =
  /** Written, closed, and read from the disk again. */
  { readonly kind: 'written'; readonly readBack: Uint8Array } | { readonly kind: DiskTrouble };

/** The part of the File System Access API that is used; not every browser has it. */
interface PlaceChooser {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** Whether this browser lets a person choose the place. */
export function canChoosePlace(): boolean {
  return hasPlaceChooser(window);
}

/** Whether the last click is recent enough for the browser to open its dialog without another one. */
export function mayAskNow(): boolean {
  return canChoosePlace() && navigator.userActivation.isActive;
}

/** Asks for a place, writes there, and reads what the disk holds. */
export async function saveAt(name: string, bytes: Uint8Array, onChosen: () => void): Promise<Written> {
  if (!hasPlaceChooser(window)) return { kind: 'failed' };
  let handle: FileSystemFileHandle;
  try {
    handle = await window.showSaveFilePicker({ suggestedName: name });
  } catch (error) {
    return { kind: troubleOfChooser(error) };
  }
  onChosen();
  try {
    return { kind: 'written', readBack: await writeAndReadBack(handle, bytes) };
  } catch (error) {
    await removeEmpty(handle);
    return { kind: troubleOf(error) };
  }
}

/** Writes a file as a whole or not at all, and reads what the disk holds. Throws what `troubleOf` tells apart. */
export async function writeAndReadBack(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<Uint8Array> {
  const writable = await handle.createWritable();
  try {
    await writable.write(ownBuffer(bytes));
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
  return new Uint8Array(await (await handle.getFile()).arrayBuffer());
}

/** Why the system's dialog gave no place. */
export function troubleOfChooser(error: unknown): DiskTrouble {
  return nameOf(error) === 'AbortError' ? 'cancelled' : 'refused';
}

/** Why a chosen place was not written. */
export function troubleOf(error: unknown): DiskTrouble {
  return TROUBLES[nameOf(error)] ?? 'failed';
}

/** What browsers call it. An `AbortError` after the dialog is the browser's own check of the file. */
const TROUBLES: Readonly<Record<string, DiskTrouble>> = {
  QuotaExceededError: 'full',
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NoModificationAllowedError: 'refused',
  AbortError: 'refused',
};

/** A chosen name is an empty file at once; the browser empties one that was there before. What stays empty must not be taken for a backup. */
async function removeEmpty(handle: FileSystemFileHandle & { remove?: () => Promise<void> }): Promise<void> {
  try {
    if ((await handle.getFile()).size === 0) await handle.remove?.();
  } catch {
    // A disk that is gone has nothing to be removed from.
  }
}

function nameOf(error: unknown): string {
  return error instanceof DOMException ? error.name : '';
}

/** Long enough for the slowest disk to take a 64 MiB blob. */
const BLOB_LIVES_MS = 120_000;

/** Hands a file to the browser's downloads. Whether it arrives there, a page is never told. */
export function download(name: string, bytes: Uint8Array, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([ownBuffer(bytes)], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), BLOB_LIVES_MS);
}

function hasPlaceChooser(scope: object): scope is PlaceChooser {
  return 'showSaveFilePicker' in scope && typeof scope.showSaveFilePicker === 'function';
}

/** The engine's memory may be shared; files are written from memory of their own. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
