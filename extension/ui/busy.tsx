// Knows what a wait looks like: a sentence, and a bar where there is something to count.

import type { JSX } from 'preact';

interface BusyProps {
  readonly sentence: string;
  readonly done?: number;
  readonly total?: number;
}

/** A wait; with numbers the bar fills, without it moves. */
export const Busy = ({ sentence, done, total }: BusyProps): JSX.Element => (
  <div class="busy" data-testid="busy" role="status">
    <p>{sentence}</p>
    {done === undefined || total === undefined ? (
      <progress aria-label={sentence} />
    ) : (
      <progress aria-label={sentence} value={done} max={Math.max(1, total)} />
    )}
  </div>
);
