// Knows how hard a password is to guess, from 0 (at once) to 4 (not in a lifetime).
// What it takes to tell is fetched when the first new password is typed.

import languages from '../languages.json';
import type { WalletView } from '../engine.types';
import type { Guesser, Packed } from './guesses';

/** How hard to guess: 0 and 1 are weak. */
export type Strength = 0 | 1 | 2 | 3 | 4;

/** Below this a password needs an explicit yes. */
export const FAIR: Strength = 2;

/**
 * The guesses, as decimal logarithms, from which on a password is weak, fair, strong, very strong. The cheapest file that it may guard is a phone's
 * or the Desktop Wallet's, of which one graphics card tries some ten thousand passwords in a second: an hour or two, months, centuries,
 * and more. The files and the vault of Lifeboat cost many times as much.
 */
const CLASSES: readonly number[] = [4, 8, 11.9, 15];

/** Longer than this nothing is gained, and guessing gets slow. */
const LOOKED_AT = 40;

/** As many of a person's names are looked for, the first ones. */
const NAMES = 400;

/** What the identities of a person say of them and people make passwords of. */
const ATTRIBUTES = ['firstName', 'lastName', 'dob'];

let guesser: Promise<Guesser | null> | null = null;

/** The strength of a password for somebody who knows these names; the first call fetches what it takes. */
export const estimateStrength = async (password: string, names: readonly string[]): Promise<Strength> => {
  guesser ??= loadGuesser().catch(() => null);
  const guess = await guesser;
  return guess === null ? byLength(password) : classOf(guess(password.slice(0, LOOKED_AT), names));
};

/** The names in a wallet that its owner may have taken for a password: of accounts and identities, and the owner's own. */
export function ownNames({ accounts, identities }: WalletView): readonly string[] {
  const attributes = identities.flatMap((identity) => ATTRIBUTES.flatMap((tag) => identity.attributes[tag] ?? []));
  return [...attributes, ...identities.map(({ name }) => name), ...accounts.map(({ name }) => name)].slice(0, NAMES);
}

/** The class of so many guesses (a decimal logarithm). */
export function classOf(guesses: number): Strength {
  return CLASSES.filter((least) => guesses >= least).length as Strength;
}

async function loadGuesser(): Promise<Guesser> {
  const [guesses, packed] = await Promise.all([import('./guesses'), fetch('/strength.json').then((file) => file.json())]);
  return guesses.guesser(packed as Packed, Object.keys(languages));
}

/** When what it takes cannot be had, only the length is left to judge by. */
function byLength(password: string): Strength {
  if (password.length < 10) return 0;
  return password.length < 16 ? 2 : 3;
}
