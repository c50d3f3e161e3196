// Knows where the focus goes when a flow moves on and what had it is gone: to the heading of the new step, else to the page's.

import { useEffect, useRef } from 'preact/hooks';

/** The heading of a step, which takes the focus that nothing else has. */
export const STEP_HEADING = { 'data-step-heading': '', tabIndex: -1 } as const;

/** Gives a focus that fell with the last step to the heading of this one. A field that took it meanwhile keeps it. */
export function useStepFocus(step: string): void {
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    const { activeElement } = document;
    // A heading had it only because nothing else did.
    if (activeElement !== null && activeElement !== document.body && !(activeElement instanceof HTMLHeadingElement)) return;
    const heading = document.querySelector<HTMLElement>('#main [data-step-heading]');
    (heading ?? document.querySelector<HTMLElement>('#main h1'))?.focus();
  }, [step]);
}
