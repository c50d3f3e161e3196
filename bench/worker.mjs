// One worker that does one order and answers what it found. It judges nothing.

import init from '/engine/lifeboat.js';

import { peers } from './peers.mjs';
import { memoryOf, wallets } from './wallets.mjs';

const DOES = {
  peers: async (order) => {
    await init();
    return peers(order);
  },
  wallets: ({ files, rounds }) => wallets(files, rounds),
  memory: ({ file }) => memoryOf(file),
};

self.addEventListener('message', async ({ data }) => {
  try {
    self.postMessage({ done: await DOES[data.does](data) });
  } catch (error) {
    self.postMessage({ failed: error?.stack ?? JSON.stringify(error) ?? 'nothing was said' });
  }
});
