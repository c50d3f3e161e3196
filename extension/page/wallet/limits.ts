// Knows how long names and notes may be, in characters. The engine refuses longer ones (session/wallet/editing.rs); here it is
// said before they are sent.

/** An account or an identity. The Desktop Wallet takes no more. */
export const LONGEST_NAME = 25;

/** A contact. */
export const LONGEST_CONTACT_NAME = 40;

/** A contact's note. */
export const LONGEST_NOTE = 100;

/** Whether it is longer than that, counted as the engine counts. */
export const isTooLong = (text: string, longest: number): boolean => [...text.trim()].length > longest;
