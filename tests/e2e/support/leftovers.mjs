// Programs that a failed test left running: they would keep its file from ending, and with it the whole run.

import { after } from 'node:test';

/** What ends each of those that run. */
const running = new Set();
// Not for whoever is no test: the bench and the demo.
if (process.env.NODE_TEST_CONTEXT !== undefined) after(() => running.forEach((end) => end()));

/** From now on `end` is called when all tests of a file are over, unless what is answered here was called before. */
export function atTheEnd(end) {
  running.add(end);
  return () => running.delete(end);
}
