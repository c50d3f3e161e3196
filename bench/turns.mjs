// How anything is measured here: in turns, after what comes out was compared, beside a piece of work that is always the same.

/**
 * A B A B: what disturbs the computer for a while disturbs both. `works`: by name, what is measured; each answers what came out, as a text,
 * or nothing. The first turn is for the comparison, and for whatever is made when it is first needed.
 */
export async function inTurns(rounds, works) {
  const outputs = [];
  for (const [name, work] of Object.entries(works)) {
    try {
      outputs.push(String(await work()));
    } catch (error) {
      // What is ours rejects with nothing.
      throw new Error(`${name} failed`, { cause: error });
    }
  }
  if (new Set(outputs).size !== 1) throw new Error(`${Object.keys(works)} do not agree`);
  const samples = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  const noise = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) samples[name].push(await timed(work));
    noise.push(await timed(always));
  }
  return { samples, noise };
}

export async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The same work each time, about a twentieth of a second: how much its time varies is what the computer does besides. */
export function always() {
  let sum = 0;
  for (let n = 0; n < 20_000_000; n += 1) sum = (sum + n * 31) | 0;
  return sum;
}
