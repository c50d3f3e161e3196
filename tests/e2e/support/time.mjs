// The engine's time, from outside: a test need not wait out a limit of ten seconds, and no limit of the product is another one in tests.
// The engine asks its worker's `setTimeout` and `Date` anew each time; here they are put in place of the browser's own.

/** From now on what the engine waits for is over `times` as soon: limits, pauses between attempts. Its date stays right. */
export async function hasten(screen, times) {
  await inEngine(
    screen,
    (times) => {
      const setTimeoutOfTheBrowser = globalThis.setTimeout;
      globalThis.setTimeout = (call, millis = 0, ...rest) => setTimeoutOfTheBrowser(call, millis / times, ...rest);
    },
    times,
  );
}

/** The same for as long as `use` takes: what begins in it is over so much sooner, and what begins afterwards takes its time again. */
export async function hastened(screen, times, use) {
  await inEngine(
    screen,
    (times) => {
      const before = globalThis.setTimeout;
      globalThis.setTimeout = (call, millis = 0, ...rest) => before(call, millis / times, ...rest);
      globalThis.unhastened = before;
    },
    times,
  );
  await use();
  await inEngine(screen, () => {
    globalThis.setTimeout = globalThis.unhastened;
  });
}

/** From now on it is later by so many milliseconds for the engine: what it remembered for that long is forgotten. */
export async function later(screen, millis) {
  await inEngine(
    screen,
    (millis) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + millis;
    },
    millis,
  );
}

async function inEngine(screen, change, value) {
  // By what it has loaded: a worker of the page is the engine's, or makes keys.
  const workers = screen.page.workers().filter((worker) => worker.url().includes('engine'));
  if (workers.length !== 1) throw new Error(`${workers.length} engines: ${screen.page.workers().map((worker) => worker.url())}`);
  await workers[0].evaluate(change, value);
}
