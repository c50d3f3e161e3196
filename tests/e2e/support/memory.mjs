// What is in the memory of a page and of its workers: every string of their heaps, and every byte of WebAssembly.

import { until } from './project.mjs';

const WAIT_MS = 20_000;

/**
 * A person's hands that hold on to nothing: whoever asks a browser for an element keeps it in memory, with all that is in it, until it is
 * let go of. These only send orders and get plain values back.
 */
export class Hands {
  constructor(page) {
    this.page = page;
  }

  see(id) {
    return until(`${id} to be seen`, () => this.page.evaluate((css) => document.querySelector(css) !== null, selector(id)), {
      within: WAIT_MS,
    });
  }

  async click(id) {
    await this.see(id);
    const press = (css) => {
      const element = document.querySelector(css);
      if (element === null || element.disabled) return false;
      element.click();
      return true;
    };
    await until(`${id} to be pressed`, () => this.page.evaluate(press, selector(id)), { within: WAIT_MS });
  }

  async type(id, text) {
    await this.see(id);
    const write = (css, typed) => {
      const input = document.querySelector(css);
      // As the browser sets it when somebody types: past what the page put in its way.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, typed);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };
    await this.page.evaluate(write, selector(id), text);
  }

  async offer(id, name, text) {
    await this.see(id);
    const choose = (css, called, content) => {
      const input = document.querySelector(css);
      const files = new DataTransfer();
      files.items.add(new File([content], called));
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    await this.page.evaluate(choose, selector(id), name, text);
  }

  /** The `data-…` attributes of the first such element that has an address. */
  async data(id) {
    await this.see(id);
    const read = (css) => ({ ...document.querySelector(css).dataset });
    return this.page.evaluate(read, `${selector(id)}[data-address]`);
  }
}

function selector(id) {
  return `[data-testid="${id}"]`;
}

/** Which of these texts are there. What nobody refers to any more is collected first. */
export async function remembered(page, texts) {
  const workers = page.workers().map(async (worker) => [
    ...(await inHeap(worker.client, texts)),
    ...(await inWasm(worker.client, texts)),
  ]);
  return { page: await inHeap(await page.createCDPSession(), texts), workers: await Promise.all(workers) };
}

async function inHeap(session, texts) {
  const pieces = [];
  const collect = ({ chunk }) => pieces.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', collect);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.send('HeapProfiler.disable');
  session.off('HeapProfiler.addHeapSnapshotChunk', collect);
  const { strings } = JSON.parse(pieces.join(''));
  return texts.filter((text) => strings.some((one) => one.includes(text)));
}

async function inWasm(session, texts) {
  const prototype = await session.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: prototype.result.objectId });
  const found = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: `function (texts) {
      const decoder = new TextDecoder();
      const memories = [...this].map(({ buffer }) => decoder.decode(buffer));
      return texts.filter((text) => memories.some((memory) => memory.includes(text)));
    }`,
    arguments: [{ value: texts }],
    returnByValue: true,
  });
  return found.result.value;
}
