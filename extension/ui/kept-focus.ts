// Knows where the focus goes when what had it is gone, or when a flow moves on: to the heading of the step, else to the one above, so that
// nobody with a keyboard or a screen reader stands at the top of the page again. A button that is out of use for a moment gets it back.

import { useEffect, useRef } from 'preact/hooks';

/** On the heading of a step: it takes the focus that nothing else has. */
export const STEP_HEADING = { 'data-step-heading': '', tabIndex: -1 } as const;

const STEP = '[data-step-heading]';
const HEADING = 'h1, h2';

/** Watches this element for as long as the page lives. */
export function keepFocus(root: HTMLElement): void {
  let last: HTMLElement | null = null;
  /** What stood around it, the nearest first. */
  let around: HTMLElement[] = [];

  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    last = target;
    around = [];
    for (let at = target.parentElement; at !== null; at = at.parentElement) around.push(at);
  });

  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (target !== last || relatedTarget !== null) return;
    // What is taken out of the page, or out of use, loses the focus as well: only what is still there was left on purpose.
    setTimeout(() => {
      if (target === last && last?.isConnected === true && !last.matches(':disabled')) last = null;
    });
  });

  new MutationObserver(() => {
    if (last === null || !isNowhere(document.activeElement)) return;
    if (last.isConnected && last.matches(':disabled')) return;
    const next = last.isConnected ? last : headingIn(around);
    next?.focus({ preventScroll: last.isConnected });
  }).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
}

/**
 * Gives the focus to the first heading that follows, unless somebody is at work outside of the page's contents, or in a dialog:
 * a step was reached, perhaps without anybody having pressed anything.
 */
export function focusHeadingAfter(element: Element): void {
  const { activeElement } = document;
  const elsewhere = activeElement !== null && activeElement !== document.body && element.parentElement?.contains(activeElement) !== true;
  if (elsewhere || document.querySelector('dialog[open]') !== null) return;
  for (let next = element.nextElementSibling; next !== null; next = next.nextElementSibling) {
    const heading = next.matches(HEADING) ? next : next.querySelector(HEADING);
    if (!(heading instanceof HTMLElement)) continue;
    heading.tabIndex = -1;
    heading.focus();
    return;
  }
}

/** For a page without `Steps`: the focus that nothing has goes to the heading of the step. A field that took it meanwhile keeps it. */
export function useStepFocus(step: string): void {
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    const { activeElement } = document;
    // A heading had it only because nothing else did.
    if (!isNowhere(activeElement) && !(activeElement instanceof HTMLHeadingElement)) return;
    const main = document.getElementById('main');
    if (main !== null) headingIn([main])?.focus();
  }, [step]);
}

function isNowhere(element: Element | null): boolean {
  return element === null || element === document.body;
}

/** A dialog that is open has everything else beneath it. */
function headingIn(around: readonly HTMLElement[]): HTMLElement | null {
  const dialog = document.querySelector<HTMLElement>('dialog[open]');
  const places = dialog === null ? around.filter((place) => place.isConnected) : [dialog];
  for (const place of places) {
    const heading = place.querySelector<HTMLElement>(STEP) ?? place.querySelector<HTMLElement>(HEADING);
    if (heading === null) continue;
    heading.tabIndex = -1;
    return heading;
  }
  return null;
}
