// The extension as it is shipped, as a person sees it: how long until it is open, and for how long the page stands still.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { launch } from '../tests/e2e/support/chromium.mjs';
import { discard, scratch } from '../tests/e2e/support/project.mjs';
import { Screen } from '../tests/e2e/support/screen.mjs';
import { createVault, offerFile, UNLOCK } from '../tests/e2e/support/steps.mjs';

/** Of every file that tools/hostile writes. */
const FILE_PASSWORD = '123456';

/** `many`: a file with many contacts; `linked`: one with many of each kind; `wide`: the widest one. Milliseconds and bytes, by what they are of. */
export async function pages({ many, linked, wide, rounds }) {
  const folder = await scratch('bench');
  const put = async (name, bytes) => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
  try {
    const [manyFile, linkedFile, wideFile] = [await put('many.json', many), await put('linked.json', linked), await put('wide.json', wide)];
    const { openings, tasks } = await speed(manyFile, rounds);
    return { openings, tasks: { ...tasks, ...(await standing(linkedFile)) }, memory: await memory(wideFile) };
  } finally {
    await discard(folder);
  }
}

async function speed(file, rounds) {
  const chromium = await launch();
  try {
    const first = await watched(chromium);
    const tasks = {};
    await createVault(first, UNLOCK, async () => {
      tasks['a new password, letter by letter'] = await longestDuring(first, () => typed(first, 'vault-create-password', UNLOCK));
    });
    const small = await openings(chromium, first, rounds);
    tasks['20,000 contacts: the preview'] = await longestDuring(small.last, () => opened(small.last, file));
    tasks['20,000 contacts: the import'] = await longestDuring(small.last, () => applied(small.last));
    tasks['20,000 contacts: the list'] = await longestDuring(small.last, () => listed(small.last, 'contacts', 'contact-row'));
    tasks['20,000 contacts: a search'] = await longestDuring(small.last, () => searched(small.last, 'contacts-search'));
    const large = await openings(chromium, small.last, rounds);
    tasks['20,000 contacts: the start'] = large.longest;
    return { openings: { 'an empty wallet': small, '20,000 contacts': large }, tasks };
  } finally {
    await chromium.close();
  }
}

/** The lists of a wallet with many of each kind. */
async function standing(file) {
  const chromium = await launch();
  try {
    const screen = await watched(chromium);
    await createVault(screen);
    await opened(screen, file);
    await applied(screen);
    const tasks = {};
    for (const [list, row] of [['identities', 'identity-row'], ['accounts', 'account-row'], ['contacts', 'contact-row']]) {
      tasks[`2,000 of each kind: ${list}`] = await longestDuring(screen, () => listed(screen, list, row));
    }
    await screen.goTo('accounts');
    tasks['2,000 of each kind: a search of accounts'] = await longestDuring(screen, () => searched(screen, 'accounts-search'));
    return tasks;
  } finally {
    await chromium.close();
  }
}

/** Opens the page anew and unlocks it, some times. */
async function openings(chromium, before, rounds) {
  const found = { open: [], unlock: [], longest: 0 };
  let screen = before;
  for (let round = 0; round < rounds; round += 1) {
    await screen.close();
    screen = await watched(chromium);
    await screen.see('unlock-password');
    const asked = await screen.page.evaluate(async (password) => {
      const input = document.querySelector('[data-testid="unlock-password"]');
      const type = (text) => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, text);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      };
      // Nobody has typed a password in the moment in which its first letter is there.
      type(password.slice(0, 1));
      await new Promise((resolve) => setTimeout(resolve, 300));
      type(password);
      return new Promise((resolve) =>
        requestAnimationFrame(() => {
          resolve(performance.now());
          document.querySelector('[data-testid="unlock-submit"]').click();
        }),
      );
    }, UNLOCK);
    await screen.see('app', { vault: 'unlocked' });
    const { states, longest } = await screen.page.evaluate(() => globalThis.seen);
    found.open.push(states.locked);
    found.unlock.push(states.unlocked - asked);
    found.longest = Math.max(found.longest, longest);
  }
  return { ...found, last: screen };
}

/** The longest time that the page stood still, in milliseconds; 0 if it never did for 50. */
async function longestDuring(screen, work) {
  await screen.page.evaluate(() => (globalThis.seen.longest = 0));
  await work();
  await pause();
  return screen.page.evaluate(() => globalThis.seen.longest);
}

/** A page that notes when the vault came to be locked and unlocked, and how long it stood still. */
async function watched(chromium) {
  const page = await chromium.browser.newPage();
  await page.evaluateOnNewDocument(() => {
    const seen = { states: {}, longest: 0 };
    globalThis.seen = seen;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
    }).observe({ type: 'longtask', buffered: true });
    new MutationObserver(() => {
      const state = document.querySelector('[data-testid="app"]')?.dataset.vault;
      if (state !== undefined) seen.states[state] ??= performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-vault'] });
  });
  const screen = new Screen(page);
  await page.goto(`chrome-extension://${chromium.id}/page.html`, { waitUntil: 'domcontentloaded' });
  return screen;
}

async function opened(screen, file) {
  await offerFile(screen, file);
  await screen.see('import-recognised', {}, { within: 60_000 });
  await screen.type('import-password', FILE_PASSWORD);
  await screen.click('import-open');
  await screen.see('import-preview', {}, { within: 60_000 });
}

async function applied(screen) {
  await screen.click('import-apply');
  await screen.see('import-done', {}, { within: 60_000 });
}

async function listed(screen, route, row) {
  await screen.goTo(route);
  await screen.see(row);
}

/** As somebody searches who stops after the first letter, goes on, and takes it all back. */
async function searched(screen, field) {
  for (const keys of ['4', '321']) {
    await typed(screen, field, keys);
    await pause();
  }
  for (let letters = 0; letters < 4; letters += 1) await screen.page.keyboard.press('Backspace');
}

async function typed(screen, field, keys) {
  const input = await screen.see(field);
  await input.type(keys);
}

/** What is still to be drawn is drawn. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 500));

/** The most memory that the extension's process takes beyond what it has with a fresh vault, from the file to the vault, in bytes. */
async function memory(file) {
  const chromium = await launch();
  try {
    const screen = await watched(chromium);
    await createVault(screen);
    const session = await chromium.browser.target().createCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    const sizes = await Promise.all(renderers.map(async ({ id }) => ({ id, ...(await resident(id)) })));
    const { id } = sizes.toSorted((a, b) => b.now - a.now)[0];
    await writeFile(`/proc/${id}/clear_refs`, '5');
    const fresh = (await resident(id)).now;
    await opened(screen, file);
    const preview = (await resident(id)).most - fresh;
    await applied(screen);
    return { preview, applied: (await resident(id)).most - fresh };
  } finally {
    await chromium.close();
  }
}

/** What a process has in memory now, and had at most since its counter was set back, in bytes. */
async function resident(id) {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}
