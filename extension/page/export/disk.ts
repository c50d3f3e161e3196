// Knows the two ways a page may write a file: the browser's downloads, and a place chosen in the system's dialog.

/** What became of an attempt to write at a chosen place. */
export type Written =
  /** Written, closed, and read from the disk again. */
  | { readonly kind: 'written'; readonly readBack: Uint8Array }
  /** The dialog was closed without choosing. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed' };

/** The part of the File System Access API that is used; not every browser has it. */
interface PlaceChooser {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** Whether this browser lets a person choose the place. */
export function canChoosePlace(): boolean {
  return hasPlaceChooser(window);
}

/** Asks for a place, writes there, and reads what the disk holds. */
export async function saveAt(name: string, bytes: Uint8Array): Promise<Written> {
  if (!hasPlaceChooser(window)) return { kind: 'failed' };
  try {
    const handle = await window.showSaveFilePicker({ suggestedName: name });
    const writable = await handle.createWritable();
    await writable.write(ownBuffer(bytes));
    await writable.close();
    const file = await handle.getFile();
    return { kind: 'written', readBack: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    return { kind: error instanceof DOMException && error.name === 'AbortError' ? 'cancelled' : 'failed' };
  }
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
