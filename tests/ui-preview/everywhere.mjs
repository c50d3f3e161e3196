// One screen as everybody has it: light and dark, in forced colours, in a phone's window, at a zoom of two and of four, from right to left.
// It is opened once, and the window changes around it.

import { chosen, fitting, inSight, judge, lawful } from './judge.mjs';
import { NotDrawn, openState, POPUPS } from './look.mjs';

/** What a window of 1280 × 1024 is at a zoom of four, in CSS pixels; of 1280 × 800 at a zoom of two; and a small phone's. */
const ZOOMED = { width: 320, height: 256 };
const HALF = { width: 640, height: 400 };
const PHONE = { width: 360, height: 640 };
const WIDE = { width: 1280, height: 800 };
/** The rules that a window's size can break. */
const OF_SIZE = ['target-size', 'scrollable-region-focusable'];

/**
 * What is wrong with one. `devtools`: a session of the page's. Throws `NotDrawn` where the browser lost its load, and nothing else: what breaks
 * off on the way is a fault among those that were found until then.
 */
export async function faults(page, devtools, stage, name) {
  const found = [];
  const errors = [];
  const note = (error) => errors.push(error.message);
  page.on('pageerror', note);
  try {
    await judgeEverywhere(page, devtools, stage, name, found);
  } catch (error) {
    // A page that broke in its first moment is not drawn either, and says why.
    if (error instanceof NotDrawn) throw new NotDrawn([error.message, ...errors].join('; '), { cause: error });
    found.push(error.message);
  } finally {
    page.off('pageerror', note);
  }
  return [...found, ...errors];
}

/** Adds what it finds as it goes. */
async function judgeEverywhere(page, devtools, stage, name, found) {
  const wear = (colours, forced = false) =>
    devtools.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: colours },
        { name: 'prefers-reduced-motion', value: 'reduce' },
        { name: 'forced-colors', value: forced ? 'active' : 'none' },
      ],
    });
  const add = (where, list) => found.push(...list.map((fault) => `${where}: ${fault}`));
  const isPopup = POPUPS.includes(name);
  const direct = (dir) => page.evaluate((dir) => (document.documentElement.dir = dir), dir);

  // Several pages stand beside each other, and one alone has a browser's focus.
  await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await wear('light');
  await openState(page, stage, name, 'en', WIDE.width);
  await direct('ltr');
  add('light', await judge(page, { isPopup }));
  await wear('dark');
  add('dark', await lawful(page, { laws: ['color-contrast'] }));
  await wear('dark', true);
  add('forced colours', await chosen(page));
  await wear('light');
  for (const [where, size] of Object.entries({ phone: PHONE, 'zoom of two': HALF, 'zoom of four': ZOOMED })) {
    if (isPopup) break;
    await page.setViewport(size);
    add(where, [...(await fitting(page)), ...(await inSight(page))]);
  }
  if (!isPopup) add('zoom of four', await lawful(page, { laws: OF_SIZE }));
  await direct('rtl');
  add('from right to left, narrow', await fitting(page));
  await page.setViewport(isPopup ? { width: 360, height: 600 } : WIDE);
  add('from right to left', [...(await fitting(page)), ...(await inSight(page))]);
  add('afterwards', await closing(page));
}

/** A dialog that is closed gives the focus back to whoever opened it. */
async function closing(page) {
  if ((await page.$('dialog[open]')) === null) return [];
  await page.keyboard.press('Escape');
  try {
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null, { timeout: 2_000 });
  } catch (error) {
    if (error.name !== 'TimeoutError') throw error;
    return ['the dialog stays open on Escape'];
  }
  const lost = await page.evaluate(() => document.activeElement === null || document.activeElement === document.body);
  return lost ? ['the dialog gave the focus to nobody'] : [];
}
