// Knows how all files of a backup reach one folder that the person chose once. They lie in a new folder of their own there: nothing that was
// in the chosen one is written over, and what is given up half way is taken away as a whole.

import type { SealedFile } from '../../engine.types';
import { type DiskTrouble, troubleOf, troubleOfChooser, writeAndReadBack } from './disk';

/** What became of it. */
export type AllWritten =
  /** Written, closed, and read from the disk again, in their order. */
  | { readonly kind: 'written'; readonly readBack: readonly Uint8Array[] }
  /** Given up. */
  | { readonly kind: 'stopped'; readonly behind: Behind }
  /** `file`: the first one that could not be written. */
  | { readonly kind: 'failed'; readonly why: DiskTrouble; readonly file: string; readonly behind: Behind };

/** What is in the chosen folder of a backup that was not written to its end. */
export type Behind =
  /** Nothing was written. */
  | { readonly kind: 'nothing' }
  /** What was written was taken away. */
  | { readonly kind: 'taken-away' }
  /** This could not be taken away, and holds a part of the backup. */
  | { readonly kind: 'left'; readonly folder: string };

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
  let folder: FileSystemDirectoryHandle | null = null;
  let file = files[0]?.fileName ?? '';
  const notChosen = (why: DiskTrouble): AllWritten => ({ kind: 'failed', why, file, behind: { kind: 'nothing' } });
  if (!hasFolderChooser(window)) return notChosen('failed');
  let chosen: FileSystemDirectoryHandle;
  try {
    chosen = await window.showDirectoryPicker({ mode: 'readwrite' });
  } catch (error) {
    return notChosen(troubleOfChooser(error));
  }
  try {
    folder = await newFolder(chosen, file.replace(/-1-of-\d+\.json$/, ''));
    const readBack: Uint8Array[] = [];
    for (const [position, { fileName, bytes }] of files.entries()) {
      if (stop.aborted) break;
      file = fileName;
      onFile(position);
      readBack.push(await writeAndReadBack(await folder.getFileHandle(fileName, { create: true }), bytes));
    }
    if (!stop.aborted) return { kind: 'written', readBack };
    return { kind: 'stopped', behind: await takeAway(chosen, folder) };
  } catch (error) {
    const behind: Behind = folder === null ? { kind: 'nothing' } : await takeAway(chosen, folder);
    return { kind: 'failed', why: troubleOf(error), file, behind };
  }
}

/** A folder that was not there before: `name`, `name 2`, `name 3`, … */
async function newFolder(within: FileSystemDirectoryHandle, name: string): Promise<FileSystemDirectoryHandle> {
  const taken = new Set<string>();
  for await (const entry of within.keys()) taken.add(entry.toLowerCase());
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name} ${number}`;
  return within.getDirectoryHandle(free, { create: true });
}

async function takeAway(within: FileSystemDirectoryHandle, { name }: FileSystemDirectoryHandle): Promise<Behind> {
  try {
    await within.removeEntry(name, { recursive: true });
    return { kind: 'taken-away' };
  } catch {
    return { kind: 'left', folder: name };
  }
}

function hasFolderChooser(scope: object): scope is FolderChooser {
  return 'showDirectoryPicker' in scope && typeof scope.showDirectoryPicker === 'function';
}
