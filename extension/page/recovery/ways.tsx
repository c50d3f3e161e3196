// Knows the buttons that lead on from a search. Which there are, and which comes first, is the engine's to say.

import type { JSX } from 'preact';

import type { Certainty, Intent, WayOn } from '../../engine.types';
import { Button } from '../../ui/button';
import type { Action } from '../../ui/session';
import { t, type TextKey } from '../../ui/texts';

interface Way {
  readonly intent: Intent;
  readonly testId: string;
  readonly label: TextKey;
}

const WAYS: Readonly<Record<WayOn, Way>> = {
  'check-again': { intent: { recovery: 'check-again' }, testId: 'recover-check-again', label: 'run_check_again' },
  'ask-one-by-one': { intent: { recovery: 'complete' }, testId: 'recover-complete', label: 'scan_complete' },
  add: { intent: { recovery: 'add' }, testId: 'recover-add', label: 'over_add' },
  preview: { intent: { recovery: 'preview' }, testId: 'recover-preview', label: 'over_preview' },
  'next-track': { intent: { recovery: 'next-path' }, testId: 'recover-next-path', label: 'suggest_next' },
  continue: { intent: { recovery: 'continue' }, testId: 'recover-continue', label: 'suggest_continue' },
  stop: { intent: { recovery: 'stop' }, testId: 'recover-stop', label: 'run_stop_empty' },
};

interface WaysProps {
  readonly ways: readonly WayOn[];
  readonly go: Action;
  /** "I have found everything" is offered only where every question was answered. */
  readonly certainty: Certainty;
  readonly found: number;
}

/** The likeliest wish first. */
export const Ways = ({ ways, go, certainty, found }: WaysProps): JSX.Element => (
  <>
    {ways.map((way, position) => (
      <Button
        key={way}
        kind={position === 0 ? 'primary' : 'plain'}
        disabled={go.busy}
        onClick={() => void go.run(WAYS[way].intent)}
        testId={WAYS[way].testId}
      >
        {t(labelOf(way, ways, certainty === 'answered' && found > 0))}
      </Button>
    ))}
  </>
);

function labelOf(way: WayOn, ways: readonly WayOn[], sure: boolean): TextKey {
  if (way === 'stop' && sure) return 'suggest_stop';
  if (way === 'continue' && ways.includes('next-track')) return 'suggest_continue_here';
  return WAYS[way].label;
}
