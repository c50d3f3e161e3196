// Knows where the engine's module lies, and that a page fetches and compiles it once: whatever worker runs it gets what was compiled.

import place from 'lifeboat-module';

let compiled: Promise<WebAssembly.Module> | null = null;

/** The engine, compiled and not yet running. Rejects where that cannot be; then the next call tries again. */
export function engineModule(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compileStreaming(fetch(place)).catch((why: unknown) => {
    compiled = null;
    throw why;
  });
  return compiled;
}
