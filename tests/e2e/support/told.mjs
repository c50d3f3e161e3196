// Somebody who does on the Ledger what the page tells them, and nothing else: reads the sentences, presses, and looks whether the
// screen says what the page says it says. A wrong instruction leads nowhere, for the device does not jump.

import assert from 'node:assert/strict';

import { until } from './project.mjs';
import { asked, indexThrough } from './steps.mjs';

/** What the sentences mean. */
const SENTENCES = [
  [/^Press the right button\.$/u, 'right'],
  [/^Press the right button until it says “(.+)”\.$/u, 'right-until'],
  [/^Press both buttons together\.$/u, 'both'],
  [/^Swipe to the left\.$/u, 'swipe'],
  [/^Tap “(.+)”\.$/u, 'tap'],
  [/^Keep a finger on “(.+)” until it is done\.$/u, 'hold'],
];

/** More presses than any question takes. */
const MOST = 8;

/** Says yes to the question on the Ledger, by doing what the page tells. Answers everything the screen said on the way. */
export const approve = (screen, ledger) => answer(screen, ledger, 'yes');

/** Approves these numbers one after the other, and none beyond: each is through before the next. */
export async function approveNumbers(screen, ledger, numbers) {
  for (const index of numbers) {
    await asked(screen, 'confirm-key-export', { index });
    await approve(screen, ledger);
    await indexThrough(screen, index);
  }
}

/** Says no, by doing what the page tells. */
export const refuse = (screen, ledger) => answer(screen, ledger, 'no');

/** Leaves the page that an old app begins with, by doing what the page tells; then says that it is done. */
export async function begin(screen, ledger) {
  await screen.see('recover-request', { request: 'look-at-device' });
  await follow(await told(screen, 'recover-request', 'start'), ledger);
  await screen.click('recover-ask-again');
}

/** Refuses a question that nobody waits for any more, as told. */
export async function settle(screen, ledger) {
  await screen.see('left-asking');
  const said = await follow(await told(screen, 'left-asking', 'no'), ledger);
  await screen.click('left-asking-done');
  await screen.gone('left-asking');
  return said;
}

async function answer(screen, ledger, way) {
  await until('a question on the Ledger', async () => (await ledger.state()).prompt);
  await screen.see('ledger-question');
  if (way === 'no') await screen.click('ledger-refuse');
  const { label } = await screen.data('ledger-question');
  const said = await follow(await told(screen, 'recover-request', way), ledger);
  // Whoever refuses may do so before the page that names it.
  if (way === 'yes') assert.ok(said.includes(bare(label)), `${label} was never on the screen: ${said}`);
  return said;
}

/** What the page tells: the pages, and for each what the hand does, as a sentence a person sees and as data that agree. */
async function told(screen, place, way) {
  const css = `[data-testid="${place}"] [data-testid="ledger-step"][data-way="${way}"]`;
  const steps = await screen.page.$$eval(css, (items) =>
    items.map((item) => ({ ...item.dataset, sentence: item.querySelector('.ledger-hand').innerText })),
  );
  assert.ok(steps.length > 0, `nothing is told about ${way}`);
  return steps.map(({ screen: lines, hand, words, sentence }) => {
    const [pattern, meant] = SENTENCES.find(([one]) => one.test(sentence)) ?? [];
    assert.ok(pattern !== undefined, `not understood: ${sentence}`);
    assert.deepEqual([meant, pattern.exec(sentence)[1]], [hand, words], 'the sentence says something else than the data');
    return { lines: lines.split(' | '), hand: meant, words: pattern.exec(sentence)[1] };
  });
}

async function follow(steps, ledger) {
  let said = '';
  for (const { lines, hand, words } of steps) {
    let state = await ledger.state();
    let seen = text(state);
    if (hand === 'right-until') {
      for (let turned = 0; state.screen.join(' ') !== words; turned += 1) {
        assert.ok(turned < MOST, `never said ${words}: ${state.screen}`);
        state = await ledger.hand('right');
        if (state.screen.join(' ') !== words) seen += text({ screen: state.screen.slice(1) });
      }
    } else {
      await ledger.hand(hand, words);
    }
    assert.ok(seen.includes(bare(lines.join(''))), `the page says ${lines.join(' ')}, the Ledger ${seen}`);
    said += seen;
  }
  return said;
}

/** What stands on the screen, without blanks and without the number of a page. */
const text = ({ screen }) => bare(screen.join('').replace(/\(\d\/\d\)/gu, ''));

const bare = (words) => words.replace(/\s+/gu, '');
