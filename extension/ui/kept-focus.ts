// Knows how the focus is kept: when what had it goes away, the heading above it takes it, so that nobody with a keyboard or a screen
// reader stands at the top of the page again. A button that is out of use for a moment gets it back.

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
    const { activeElement } = document;
    if (last === null || (activeElement !== null && activeElement !== document.body)) return;
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

/** A dialog that is open has everything else beneath it. */
function headingIn(around: readonly HTMLElement[]): HTMLElement | null {
  const dialog = document.querySelector<HTMLElement>('dialog[open]');
  const places = dialog === null ? around.filter((place) => place.isConnected) : [dialog];
  for (const place of places) {
    const heading = place.querySelector<HTMLElement>(HEADING);
    if (heading === null) continue;
    heading.tabIndex = -1;
    return heading;
  }
  return null;
}
