// A screen that nobody sits before: an X server in memory, on which Chromium has real windows, with the choosers, dialogs and prompts
// that a headless browser never shows. Needs Xvfb and xdotool; where they are missing the test is skipped with a reason, and counted.

import { execFile, spawn, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';

import { atTheEnd } from './leftovers.mjs';
import { discard, scratch, until } from './project.mjs';

const run = promisify(execFile);
const START_MS = 15_000;
const NEEDED = { Xvfb: ['-help'], xdotool: ['version'] };

/** Why there can be none here, as a test that is skipped says it; `false` where there can. */
export function noDisplay() {
  const missing = Object.entries(NEEDED).filter(([program, ask]) => spawnSync(program, ask).error !== undefined);
  const names = missing.map(([program]) => program).join(' and ');
  return missing.length > 0 && `NOT SHOWN HERE: ${names} not installed (Debian, Ubuntu: sudo apt-get install xvfb xdotool)`;
}

/** Starts one, on a number that was free. */
export async function startDisplay({ width = 1280, height = 900 } = {}) {
  const folder = await scratch('display');
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-fbdir', folder, '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => server.once('close', resolve));
  // Whatever happens to us.
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  server.once('close', atTheEnd(end));
  let said = '';
  server.stdio[3].on('data', (bytes) => (said += String(bytes)));
  const number = await until(
    'a display',
    () => {
      if (server.exitCode !== null) throw new Error(`Xvfb ended with ${server.exitCode}`);
      return said.endsWith('\n') ? said.trim() : undefined;
    },
    { within: START_MS },
  );
  // What the system's dialogs note of folders and files stays in here, too.
  const environment = { DISPLAY: `:${number}`, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const hand = async (...command) => {
    const { stdout } = await run('xdotool', command.map(String), { env: { ...process.env, ...environment }, timeout: 20_000 });
    return stdout.trim();
  };
  const look = async () => screenIn(await readFile(path.join(folder, 'Xvfb_screen0')));
  const windows = async () => {
    // `search` ends with 1 when there is none.
    const found = await hand('search', '--onlyvisible', '--name', '.').catch(() => '');
    const ids = found.split('\n').filter((id) => id !== '');
    return Promise.all(
      ids.map(async (id) => {
        const shape = Object.fromEntries(
          (await hand('getwindowgeometry', '--shell', id)).split('\n').map((line) => line.split('=')),
        );
        const [x, y, width, height] = ['X', 'Y', 'WIDTH', 'HEIGHT'].map((name) => Number(shape[name]));
        return { id, title: await hand('getwindowname', id), x, y, width, height };
      }),
    );
  };
  return {
    environment,
    width,
    height,
    /** One movement of a hand: what `xdotool` is told. */
    hand,
    /** The windows that can be seen and have a title. */
    windows: () => windows().catch(() => []),
    /** Waits for a window whose title is like this. */
    window: (title, { within = 15_000 } = {}) =>
      until(
        `a window named ${title}`,
        async () => (await windows().catch(() => [])).find((one) => title.test(one.title)),
        { within, every: 200 },
      ),
    /** What is on it now. */
    look,
    /** Writes a picture of the whole screen, whatever is on it. */
    picture: async (file) => writeFile(file, png(await look())),
    /**
     * Waits until something lies over these rows, which were seen before, and has come to rest. Answers from where to where:
     * a browser's own bubbles are no windows that could be asked for their place.
     */
    async cover(before, { top, bottom }) {
      let last = before;
      let rests = 0;
      return until(
        'something that lies over the page',
        async () => {
          const now = await look();
          // It fades in.
          rests = difference(last, now, { top, bottom }) === null ? rests + 1 : 0;
          last = now;
          return rests >= 2 ? difference(before, now, { top, bottom }) : null;
        },
        { every: 200 },
      );
    },
    async stop() {
      process.removeListener('exit', end);
      end();
      await ended;
      await discard(folder);
    },
  };
}

/** What the X server keeps its screen as (XWD 7: a header, colours, rows of blue, green, red and nothing). */
function screenIn(xwd) {
  const word = (place) => xwd.readUInt32BE(place * 4);
  const [size, width, height, bits, stride, colours] = [0, 4, 5, 11, 12, 19].map(word);
  if (bits !== 32) throw new Error(`a screen of ${bits} bits`);
  return { width, height, stride, pixels: xwd.subarray(size + colours * 12) };
}

/** Between which columns two looks differ in some rows; `null` where they do not. */
function difference(before, after, { top, bottom }) {
  let left = Infinity;
  let right = -Infinity;
  for (let y = top; y < bottom; y += 1) {
    for (let x = 0; x < after.width; x += 1) {
      const at = y * after.stride + x * 4;
      if (before.pixels.readUInt32LE(at) === after.pixels.readUInt32LE(at)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return right < left ? null : { left, right };
}

function png({ width, height, stride, pixels }) {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0, to = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0, from = y * stride; x < width; x += 1, from += 4, to += 3) {
      rows[to] = pixels[from + 2];
      rows[to + 1] = pixels[from + 1];
      rows[to + 2] = pixels[from];
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const frame = Buffer.alloc(8 + named.length);
  frame.writeUInt32BE(body.length, 0);
  named.copy(frame, 4);
  frame.writeUInt32BE(crc(named), 4 + named.length);
  return frame;
}

/** Of PNG. (zlib's own came with Node 22.) */
function crc(bytes) {
  let value = 0xffff_ffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb8_8320 : 0);
  }
  return ~value >>> 0;
}
