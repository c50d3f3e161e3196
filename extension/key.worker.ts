// The worker that makes one key out of a password and ends. It can be ended at any time, and its memory ends with it.
// It knows how to ask the engine's code for a key; it refuses to know what the key opens.

import init, { deriveKey } from 'lifeboat-engine';

import { type KeyRequest, type KeyResponse, parseKeyRequest } from './engine.protocol';

interface WorkerScope {
  postMessage(message: KeyResponse, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

const scope = self as unknown as WorkerScope;

scope.addEventListener('message', (event) => {
  const request = parseKeyRequest(event.data);
  if (request !== null) void make(request);
});

async function make({ recipe, password }: KeyRequest): Promise<void> {
  try {
    await init();
    const key = deriveKey(recipe, password);
    scope.postMessage({ key }, [key.buffer]);
  } catch {
    // A recipe that is refused, or memory that is not there: whoever asked knows which it can be.
    scope.postMessage({ key: null });
  }
}
