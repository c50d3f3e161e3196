// Starts the project's own tools for the oracle tests. LIFEBOAT_DEV_NODE names the dev-node binary.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const binary = process.env.LIFEBOAT_DEV_NODE ?? new URL('../../target/debug/dev-node', import.meta.url).pathname;

/** Runs a dev-node command that answers with one JSON value. */
export function devNode(...args) {
    const { status, stdout, stderr, error } = spawnSync(binary, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`dev-node ${args.join(' ')}: ${error ?? stderr}`);
    return JSON.parse(stdout);
}

/** Starts a dev node. It stops when `stop` is called, or when this process ends: then its standard input closes. */
export async function startDevNode(...args) {
    const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const exited = new Promise((resolve, reject) => {
        child.once('exit', resolve);
        child.once('error', reject);
    });
    const line = await Promise.race([
        new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
        exited.then((code) => Promise.reject(new Error(`dev-node ended with ${code}`))),
    ]);
    const node = JSON.parse(line);
    const control = async (method, path, body) => {
        const response = await fetch(`http://127.0.0.1:${node.control}${path}`, {
            method,
            headers: { 'content-type': 'application/json' },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        return response.json();
    };
    const stop = async () => {
        child.stdin.end();
        await exited;
    };
    return { ...node, control, stop };
}
