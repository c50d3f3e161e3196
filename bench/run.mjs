// Measures in Chromium: the engine that target/pkg holds (the very bytes of dist/), in a worker, beside its peers; and the extension of
// dist/. Prints one JSON. `cargo xtask bench` calls it and writes what it says down.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import puppeteer from 'puppeteer-core';

import { pages } from './page.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const { CHROME, LIFEBOAT_TOOLS } = process.env;
const ROUNDS = 5;
/** One commitment key for mainnet and testnet (docs/node.md). */
const COMMITMENT_KEY = (await readFile(path.join(ROOT, 'tests/support/generator.rs'), 'utf8')).match(/[0-9a-f]{192}/)[0];
const ACCOUNTS = 1_000_000;
/** What the generator makes, and how many contacts come out. */
const FILES = [
  { name: '1,000 contacts', kind: ['contacts', '1000'], records: 1_000 },
  { name: '20,000 contacts', kind: ['contacts', '20000'], records: 20_000 },
  { name: '5,000 of each kind', kind: ['links', '5000'], records: 5_000 },
  { name: 'the wide file (18 MB)', kind: ['wide'], records: 20_000 },
  { name: '99,000 contacts', kind: ['contacts', '99000'], records: 99_000, isPreviewOnly: true },
];

const SERVED = {
  '/': ['text/html', '<!doctype html><title>bench</title>'],
  ...Object.fromEntries(['worker', 'turns', 'peers', 'wallets'].map((name) => [`/${name}.mjs`, ['text/javascript', `bench/${name}.mjs`]])),
  '/engine/lifeboat.js': ['text/javascript', 'target/pkg/lifeboat.js'],
  '/engine/lifeboat_bg.wasm': ['application/wasm', 'dist/lifeboat_bg.wasm'],
  '/parts/lifeboat_bench.js': ['text/javascript', 'target/pkg-bench/lifeboat_bench.js'],
  '/parts/lifeboat_bench_bg.wasm': ['application/wasm', 'target/pkg-bench/lifeboat_bench_bg.wasm'],
  '/peers/hash-wasm.js': ['text/javascript', 'node_modules/hash-wasm/dist/index.esm.min.js'],
  '/peers/concordium.js': ['text/javascript', 'node_modules/@concordium/rust-bindings/lib/wallet/web/esm/index.js'],
  '/peers/concordium.wasm': ['application/wasm', 'node_modules/@concordium/rust-bindings/lib/wallet/web/esm/index_bg.wasm'],
};

const shipped = await Promise.all(['dist', 'target/pkg'].map((folder) => readFile(path.join(ROOT, folder, 'lifeboat_bg.wasm'))));
if (!shipped[0].equals(shipped[1])) throw new Error('dist/ has another engine than target/pkg');

const loadBefore = os.loadavg()[0];
const began = Date.now();
const files = await Promise.all(FILES.map(async ({ kind, ...file }) => ({ ...file, bytes: await made(kind) })));
const bytesOf = (name) => files.find((file) => file.name === name).bytes;
const wide = { name: 'the wide file (18 MB)' };

const rows = [];
const peers = await inWorker({ does: 'peers', commitmentKey: COMMITMENT_KEY, accounts: ACCOUNTS });
for (const [what, { samples, noise }] of Object.entries(peers)) rows.push({ section: 'peers', what, unit: 'ms', noise: spread(noise), found: spreads(samples) });

const named = files.map(({ bytes, ...file }) => file);
const { samples, noise } = await inWorker({ does: 'wallets', files: named, rounds: ROUNDS });
for (const what of ['open', 'click', 'apply', 'save', 'unlock', 'sent']) {
  const found = Object.entries(samples).filter(([, one]) => one[what].length > 0);
  const unit = what === 'sent' ? 'bytes' : 'ms';
  rows.push({ section: 'wallets', what, unit, noise: unit === 'ms' ? spread(noise) : null, found: spreads(Object.fromEntries(found.map(([name, one]) => [name, one[what]]))) });
}

const { file, ...engine } = await inWorker({ does: 'memory', file: wide });
const linked = await made(['links', '2000']);
const seen = await pages({ many: bytesOf('20,000 contacts'), linked, wide: bytesOf(wide.name), rounds: ROUNDS });
const times = (bytes) => spread([bytes / file]);
const inEngine = Object.fromEntries(Object.entries(engine).map(([step, bytes]) => [`engine, up to ${step}`, times(bytes)]));
const inProcess = Object.fromEntries(Object.entries(seen.memory).map(([step, bytes]) => [`whole process, up to ${step}`, times(bytes)]));
rows.push({ section: 'memory', what: 'memory', unit: 'times', noise: null, found: { ...inEngine, ...inProcess } });

const key = spread(peers.argon2id.samples.ours).median;
for (const [what, { open, unlock }] of Object.entries(seen.openings)) {
  const together = open.map((time, at) => time + unlock[at] - key);
  rows.push({ section: 'page', what: 'opening', unit: 'ms', noise: null, found: { [`${what}: page open → password field`]: spread(open), [`${what}: password → unlocked`]: spread(unlock), [`${what}: both, without Argon2id`]: spread(together) } });
}
rows.push({ section: 'page', what: 'stands-still', unit: 'ms', noise: null, found: Object.fromEntries(Object.entries(seen.tasks).map(([what, longest]) => [what, spread([longest])])) });

console.log(
  JSON.stringify({
    machine: { processor: os.cpus()[0]?.model ?? 'unknown', cores: os.cpus().length, loadBefore, loadAfter: os.loadavg()[0] },
    seconds: Math.round((Date.now() - began) / 1000),
    browser: peers.browser,
    rows,
  }),
);

async function made(kind) {
  const { stdout } = await promisify(execFile)(path.join(LIFEBOAT_TOOLS, 'hostile'), kind, { encoding: 'buffer', maxBuffer: 1 << 30 });
  return stdout;
}

/** Median, least and most. */
function spread(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (index) => Math.round(sorted[index] * 10) / 10;
  return { median: at(Math.floor(sorted.length / 2)), least: at(0), most: at(sorted.length - 1), turns: sorted.length };
}

function spreads(samples) {
  return Object.fromEntries(Object.entries(samples).map(([who, one]) => [who, spread(one)]));
}

/** A node's answer that lists so many accounts, as gRPC-web has it. */
function accountList() {
  const head = Buffer.from([0, 0, 0, 0, 0x22, 0x0a, 0x20]);
  const parts = [];
  for (let number = 0; number < ACCOUNTS; number += 1) parts.push(head, createHash('sha256').update(String(number)).digest());
  parts.push(Buffer.from([0x80, 0, 0, 0, 0x0f]), Buffer.from('grpc-status:0\r\n'));
  return Buffer.concat(parts);
}

/** A browser, a page and a worker of their own for one order. */
async function inWorker(order) {
  const list = order.does === 'peers' ? accountList() : undefined;
  const server = createServer(async (request, response) => {
    const file = files.find(({ name }) => `/files/${encodeURIComponent(name)}` === request.url);
    const [type, what] = SERVED[request.url] ?? [];
    if (file !== undefined) response.end(file.bytes);
    else if (request.url === '/accounts' && list !== undefined) response.end(list);
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
          worker.onerror = ({ message }) => resolve({ failed: message ?? 'the worker did not load' });
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
