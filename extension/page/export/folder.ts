// Knows how all files of a backup reach one folder that the person chose once. They lie in a new folder of their own there: nothing that was
// in the chosen one is written over, and what is given up half way is taken away as a whole.

import type { SealedFile } from '../../engine.types';

/** What became of it. */
export type AllWritten =
  /** Written, closed, and read from the disk again, in their order. */
  | { readonly kind: 'written'; readonly readBack: readonly Uint8Array[] }
  /** The dialog was closed without choosing. */
  | { readonly kind: 'not-chosen' }
  /** Given up, and taken away again. */
  | { readonly kind: 'stopped' }
  /** `left`: the folder in which something could not be taken away. */
  | { readonly kind: 'failed'; readonly file: string; readonly left: string | null };

/** The part of the File System Access API that is used; not every browser has it. */
interface FolderChooser {
  showDirectoryPicker(options: { readonly mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

/** Whether this browser lets a person choose a folder. */
export function canChooseFolder(): boolean {
  return hasFolderChooser(window);
}

/** Whether the last click is recent enough for the browser to open its dialog without another one. */
export function mayAskForFolder(): boolean {
  return canChooseFolder() && navigator.userActivation.isActive;
}

/** Asks for a folder, writes every file, and reads what the disk holds. `onFile` is told which one is next, from 0. */
export async function saveInFolder(
  files: readonly SealedFile[],
  onFile: (position: number) => void,
  stop: AbortSignal,
): Promise<AllWritten> {
  if (!hasFolderChooser(window)) return { kind: 'not-chosen' };
  let chosen: FileSystemDirectoryHandle;
  try {
    chosen = await window.showDirectoryPicker({ mode: 'readwrite' });
  } catch {
    return { kind: 'not-chosen' };
  }
  let folder: FileSystemDirectoryHandle | null = null;
  let file = files[0]?.fileName ?? '';
  try {
    folder = await newFolder(chosen, file.replace(/-1-of-\d+\.json$/, ''));
    const readBack: Uint8Array[] = [];
    for (const [position, { fileName, bytes }] of files.entries()) {
      if (stop.aborted) break;
      file = fileName;
      onFile(position);
      readBack.push(await write(folder, fileName, bytes));
    }
    if (!stop.aborted) return { kind: 'written', readBack };
    await chosen.removeEntry(folder.name, { recursive: true });
    return { kind: 'stopped' };
  } catch {
    return { kind: 'failed', file, left: folder === null ? null : await takeAway(chosen, folder) };
  }
}

async function write(folder: FileSystemDirectoryHandle, name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  // The engine's memory may be shared; files are written from memory of their own.
  await writable.write(new Uint8Array(bytes));
  await writable.close();
  return new Uint8Array(await (await handle.getFile()).arrayBuffer());
}

/** A folder that was not there before: `name`, `name 2`, `name 3`, … */
async function newFolder(within: FileSystemDirectoryHandle, name: string): Promise<FileSystemDirectoryHandle> {
  const taken = new Set<string>();
  for await (const entry of within.keys()) taken.add(entry.toLowerCase());
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name} ${number}`;
  return within.getDirectoryHandle(free, { create: true });
}

/** The name of the folder if it is still there. */
async function takeAway(within: FileSystemDirectoryHandle, folder: FileSystemDirectoryHandle): Promise<string | null> {
  try {
    await within.removeEntry(folder.name, { recursive: true });
    return null;
  } catch {
    return folder.name;
  }
}

function hasFolderChooser(scope: object): scope is FolderChooser {
  return 'showDirectoryPicker' in scope && typeof scope.showDirectoryPicker === 'function';
}
