// Starts one of the project's own programs and ends it again. It says where it listens in one line of JSON.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';

import { atTheEnd } from './leftovers.mjs';
import { TOOLS } from './project.mjs';

const START_MS = 20_000;

export async function startTool(name, args = []) {
  const child = spawn(path.join(TOOLS, name), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  // It ends when its standard input closes: with us, whatever happens to us.
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.once('close', atTheEnd(() => child.kill('SIGKILL')));
  const lines = readline.createInterface({ input: child.stdout });
  const limit = AbortSignal.timeout(START_MS);
  const first = await Promise.race([
    once(lines, 'line', { signal: limit }).then(([line]) => line),
    once(child, 'error').then(([error]) => Promise.reject(error)),
    ended.then((code) => Promise.reject(new Error(`${name} ended with ${code} before it listened`))),
  ]);
  lines.on('line', () => {});
  return {
    said: JSON.parse(first),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(killer);
    },
  };
}

/** One request to a tool's control port. */
export async function control(port, route, body) {
  const reply = await fetch(`http://127.0.0.1:${port}${route}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!reply.ok) throw new Error(`${route}: ${reply.status} ${await reply.text()}`);
  const text = await reply.text();
  return text === '' ? undefined : JSON.parse(text);
}
