// What a screen has to be, whoever looks at it: the accessibility rules of axe-core, nothing wider than the window, nothing under a bar
// that has the focus, what is chosen told in forced colours as well. Answers sentences; none is good.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const AXE = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
/** WCAG 2.2 AA, and what axe's authors add of their own. */
const LAWS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The name of a radio button is said each time it is passed; what describes it is no part of that. */
const LONGEST_NAME = 80;

/** All of it, as the screen stands. `laws`: only these rules of axe. */
export async function judge(page, { isForced = false, isPopup = false, laws } = {}) {
  return [
    ...(await lawful(page, { laws, isForced })),
    ...(await fitting(page, { isPopup })),
    ...(await filled(page)),
    ...(await named(page)),
    ...(isForced ? await chosen(page) : []),
  ];
}

/** The rules of axe. */
export async function lawful(page, { laws, isForced = false } = {}) {
  if (await page.evaluate(() => globalThis.axe === undefined)) await page.evaluate(AXE);
  const runOnly = laws === undefined ? { type: 'tag', values: LAWS } : { type: 'rule', values: laws };
  // With forced colours the person's own are drawn, and axe reads those that are not.
  const rules = isForced ? { 'color-contrast': { enabled: false } } : {};
  const { violations } = await page.evaluate(
    (options) => globalThis.axe.run(document, options),
    // Nothing is fetched: what axe would preload are the styles of other places, and there are none.
    { resultTypes: ['violations'], runOnly, rules, preload: false, iframes: false },
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Nothing wider than the window, and a popup no higher than a browser allows. */
export async function fitting(page, { isPopup = false } = {}) {
  const { wide, high } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    high: document.documentElement.scrollHeight,
  }));
  return [...(wide > 0 ? [`${wide} px wider than the window`] : []), ...(isPopup && high > 600 ? [`${high} px high`] : [])];
}

/** No name of a place holder is left in a text. */
async function filled(page) {
  const left = await page.evaluate(() => {
    // What is to be typed in a terminal has braces of its own.
    const code = [...document.querySelectorAll('pre')].map(({ innerText }) => innerText);
    const said = code.reduce((text, typed) => text.replace(typed, ''), document.body.innerText);
    return /\{[a-z]+\}/i.exec(said)?.[0] ?? null;
  });
  return left === null ? [] : [`unfilled ${left}`];
}

/** A radio button is called by its name, not by all that is said about it. */
function named(page) {
  return page.evaluate(
    (longest) =>
      [...document.querySelectorAll('input[type=radio]')]
        .map((input) => document.getElementById(input.getAttribute('aria-labelledby') ?? '') ?? input.labels?.[0])
        .map((name) => name?.innerText.trim() ?? '')
        .filter((name) => name === '' || name.length > longest)
        .map((name) => `a radio button called “${name}”`),
    LONGEST_NAME,
  );
}

/** In forced colours, what is chosen among others differs by more than a colour of ours. */
export function chosen(page) {
  return page.evaluate(() => {
    const KINDS = [
      // Who is chosen, and those it is chosen from.
      ['.nav a[aria-current]', '.nav a:not([aria-current])'],
      ['.step[aria-current] .step-mark', '.step:not([aria-current], .step-done) .step-mark'],
      ['.choice-option input:checked + span', '.choice-option input:not(:checked) + span'],
    ];
    const look = (node) => {
      const style = getComputedStyle(node);
      const shape = [style.borderWidth, style.borderStyle, style.outlineStyle, style.outlineWidth, style.textDecorationLine];
      return [...shape, style.forcedColorAdjust === 'none' ? style.backgroundColor : ''].join(' ');
    };
    return KINDS.flatMap(([on, off]) => {
      const chosen = document.querySelector(on);
      const other = document.querySelector(off);
      return chosen !== null && other !== null && look(chosen) === look(other) ? [`${on} looks like its neighbours`] : [];
    });
  });
}

/** Whatever has the focus is in sight: in the window, and under nothing. */
export function inSight(page) {
  return page.evaluate(() => {
    const before = document.activeElement;
    const within = document.querySelector('dialog[open]') ?? document;
    const able = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const broken = [];
    // What has the focus already is not brought into sight by being given it.
    if (before instanceof HTMLElement) before.blur();
    for (const node of within.querySelectorAll(able)) {
      if (node.matches(':disabled') || !node.checkVisibility({ visibilityProperty: true })) continue;
      node.focus();
      if (document.activeElement !== node) continue;
      const [box] = node.getClientRects();
      if (box === undefined || box.width < 2) continue;
      // In the middle of what the window shows of it.
      const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
      const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
      const hit = document.elementFromPoint(x, y);
      const own = hit !== null && (node.contains(hit) || hit.contains(node) || hit.closest('label')?.control === node);
      if (!own) broken.push(`${node.dataset.testid ?? node.outerHTML.slice(0, 60)} has the focus and lies under ${hit?.className ?? 'the edge'}`);
    }
    if (before instanceof HTMLElement) before.focus();
    return broken;
  });
}
