// Measures in Chromium: the engine that target/pkg holds (the very bytes of dist/), in a worker, beside its peers. Prints one JSON.
// `cargo xtask bench` calls it and writes what it says down.

import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import puppeteer from 'puppeteer-core';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const { CHROME, LIFEBOAT_TOOLS } = process.env;
const KEY_ROUNDS = 9;
const WIDE_ROUNDS = 5;
/** What the generator makes: so many of each kind of record that points at others, or of contacts alone. */
const WIDE = [
  ['links', 1_000],
  ['links', 5_000],
  ['contacts', 20_000],
];

const SERVED = {
  '/': ['text/html', '<!doctype html><title>bench</title>'],
  '/worker.mjs': ['text/javascript', 'bench/worker.mjs'],
  '/engine/lifeboat.js': ['text/javascript', 'target/pkg/lifeboat.js'],
  '/engine/lifeboat_bg.wasm': ['application/wasm', 'dist/lifeboat_bg.wasm'],
  '/peers/hash-wasm.js': ['text/javascript', 'node_modules/hash-wasm/dist/index.esm.min.js'],
};

const shipped = await Promise.all(['dist', 'target/pkg'].map((folder) => readFile(path.join(ROOT, folder, 'lifeboat_bg.wasm'))));
if (!shipped[0].equals(shipped[1])) throw new Error('dist/ has another engine than target/pkg');

const before = os.loadavg()[0];
const keys = await inWorker({ rounds: KEY_ROUNDS });
const files = await Promise.all(
  WIDE.map(async ([kind, records]) => {
    const { stdout } = await promisify(execFile)(path.join(LIFEBOAT_TOOLS, 'hostile'), [kind, String(records)], {
      encoding: 'buffer',
      maxBuffer: 1 << 30,
    });
    return { name: `${records} ${kind}`, bytes: stdout, records };
  }),
);
const wide = await inWorker({ wide: files.map(({ name, records }) => ({ name, records })), rounds: WIDE_ROUNDS }, files);

const rows = [];
for (const [what, samples] of Object.entries(keys)) {
  const { noise, ...times } = samples;
  rows.push({ what, noise: spread(noise), times: Object.fromEntries(Object.entries(times).map(([who, one]) => [who, spread(one)])) });
}
const { noise, ...sizes } = wide;
for (const what of ['open', 'apply', 'save', 'unlock']) {
  rows.push({ what, noise: spread(noise), times: Object.fromEntries(Object.entries(sizes).map(([name, one]) => [name, spread(one[what])])) });
}
console.log(
  JSON.stringify({
    machine: { processor: os.cpus()[0]?.model ?? 'unknown', cores: os.cpus().length, loadBefore: before, loadAfter: os.loadavg()[0] },
    browser: keys.browser,
    rounds: { keys: KEY_ROUNDS, wide: WIDE_ROUNDS },
    rows,
  }),
);

/** Median, least and most of some milliseconds. */
function spread(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (index) => Math.round(sorted[index] * 10) / 10;
  return { median: at(Math.floor(sorted.length / 2)), least: at(0), most: at(sorted.length - 1) };
}

/** A browser, a page and a worker of their own for one order. */
async function inWorker(order, files = []) {
  const server = createServer(async (request, response) => {
    const file = files.find(({ name }) => `/files/${encodeURIComponent(name)}` === request.url);
    const [type, what] = SERVED[request.url] ?? [];
    if (file !== undefined) response.end(file.bytes);
    else if (type === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', type).end(type === 'text/html' ? what : await readFile(path.join(ROOT, what)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await puppeteer.launch({ executablePath: CHROME, pipe: true, args: ['--no-sandbox', '--disable-gpu'], protocolTimeout: 1_800_000 });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const answer = await page.evaluate(
      (order) =>
        new Promise((resolve) => {
          const worker = new Worker('/worker.mjs', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => resolve({ failed: message });
          worker.postMessage(order);
        }),
      order,
    );
    if (answer.failed !== undefined) throw new Error(answer.failed);
    Object.defineProperty(answer.done, 'browser', { value: await browser.version(), enumerable: false });
    return answer.done;
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
