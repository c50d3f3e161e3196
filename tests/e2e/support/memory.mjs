// What is in the memory of a page and of its workers: every string of their heaps, and every byte of WebAssembly.

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
