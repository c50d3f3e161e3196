// What a person downloads and the browser reads, in bytes: of the engine's module, and of it as browsers' stores and servers send it.

import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const module = readFileSync(new URL('../dist/lifeboat_bg.wasm', import.meta.url));
console.log(JSON.stringify({ module: module.length, 'module-brotli': brotliCompressSync(module).length }));
