// Where things are. `cargo xtask test` and `cargo xtask demo` say it through the environment.

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const DIST = path.join(ROOT, 'dist');
export const PICTURES = path.join(ROOT, 'demo-pictures');
export const TOOLS = process.env.LIFEBOAT_TOOLS ?? path.join(ROOT, 'target/debug');
export const CHROME = process.env.CHROME ?? '/usr/lib/chromium/chromium';

/** An export of the Desktop Wallet as people hold it, with its password and the rows the wallet itself made of it. */
export async function desktopExport(file = 'typical.json') {
  const folder = path.join(ROOT, 'tests/vectors/desktop-exports');
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const entries = Array.isArray(manifest) ? manifest : manifest.files;
  const entry = entries.find((one) => one.file === file);
  return { path: path.join(folder, file), password: entry.password, rows: entry.desktopWalletRows };
}

/** A file of a phone wallet as people hold it, with its password. */
export async function phoneExport(file = 'synthetic/cryptox-android-mainnet.concordiumwallet') {
  const folder = path.join(ROOT, 'tests/vectors/mobile-exports');
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const { password } = manifest.find((one) => one.file === file);
  return { path: path.join(folder, file), password };
}

/** The id Chromium gives the extension: the first 16 bytes of its key's hash, in letters. */
export async function extensionId() {
  const { key } = JSON.parse(await readFile(path.join(DIST, 'manifest.json'), 'utf8'));
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return hash.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

/** A new folder outside of the project. Delete it with `discard`. */
export function scratch(name) {
  return mkdtemp(path.join(tmpdir(), `lifeboat-${name}-`));
}

export function discard(folder) {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * Asks again until there is an answer; `undefined`, `null` and `false` are none. By a clock that nobody sets: a computer that is woken
 * puts the other one right, by more than any limit here.
 */
export async function until(what, ask, { within = 15_000, every = 50 } = {}) {
  const deadline = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`gave up waiting: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
