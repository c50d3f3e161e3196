// Knows when somebody has stopped typing: a search through thousands of records is not done for every letter.

import { useEffect, useState } from 'preact/hooks';

/** Shorter than anybody notices, longer than the time between two letters. */
const PAUSE_MS = 150;

/** What was typed, once nothing more came for a moment; an emptied field at once. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    if (typed === '') {
      setSettled(typed);
      return undefined;
    }
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
