// Knows how the length of a name or a note is counted.

/** Whether it is longer than that, counted as the engine counts: in characters, without blanks at its ends. */
export const isTooLong = (text: string, longest: number): boolean => [...text.trim()].length > longest;
