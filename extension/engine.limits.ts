// The limits that page and engine share, and what a wallet is written as; written from src/session by a test: do not edit.
// `LIFEBOAT_BLESS=1 cargo test -p lifeboat typescript` writes it anew.

/** Most characters of the name of an account or an identity. The Desktop Wallet takes no more. */
export const LONGEST_NAME = 25;

/** Most characters of a contact's name. */
export const LONGEST_CONTACT_NAME = 40;

/** Most characters of a contact's note. */
export const LONGEST_NOTE = 100;

/** Most bytes of a file. */
export const LARGEST_FILE = 67108864;

/** Most rows of a preview that are answered at once. */
export const ROWS_AT_ONCE = 100;

/** Fewest characters of Unicode of an unlock password. */
export const SHORTEST_UNLOCK_PASSWORD = 8;

/** Fewest UTF-16 units of a file's password. */
export const SHORTEST_FILE_PASSWORD = 6;

/** What a whole wallet is written as, as it is offered. */
export const WRITTEN = ['lifeboat-backup', 'desktop-wallet', 'phone-wallet'] as const;
