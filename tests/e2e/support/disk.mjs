// A disk that can really be full: a small file system in memory, mounted for one test. Needs the right to mount; where that is
// missing the test is skipped with a reason, and counted as skipped.

import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { discard, scratch } from './project.mjs';

const run = promisify(execFile);
const MIB = 1024 * 1024;

/** Mounts a disk of that many MiB. `null`, and the test skipped, where nothing can be mounted. */
export async function smallDisk(test, mib) {
  const folder = await scratch('disk');
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'lifeboat-test', folder]);
  } catch (error) {
    await discard(folder);
    test.skip(`NOT SHOWN HERE: no right to mount a small disk (${String(error.stderr ?? error.message).trim()})`);
    return null;
  }
  const filler = path.join(folder, 'filler');
  return {
    folder,

    /** Writes until nothing more fits. */
    async fill() {
      const file = await open(filler, 'a');
      try {
        for (let size = MIB; size >= 1; size = Math.floor(size / 2)) {
          const block = Buffer.alloc(size, 1);
          for (;;) {
            const { bytesWritten } = await file.write(block).catch(() => ({ bytesWritten: 0 }));
            if (bytesWritten === 0) break;
          }
        }
      } finally {
        await file.close();
      }
    },

    free: () => rm(filler, { force: true }),

    async unmount() {
      await run('umount', ['-l', folder]);
      await discard(folder);
    },
  };
}
