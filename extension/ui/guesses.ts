// Knows how many guesses a password takes, by what it is made of. Fair in every language, because it knows the words of none: whatever looks
// like a word counts as one of a dictionary's, in any script, and what common passwords, keyboards, dates and names make cheaper is cheaper.

import { type MatchEstimated, type OptionsGraph, ZxcvbnFactory } from '@zxcvbn-ts/core';

/** The file that `extension/strength.pack.mjs` packs. */
export interface Packed {
  /** Common passwords in blocks by rank; each begins with a capital letter that says how much it shares with the one before it. */
  readonly common: readonly string[];
  readonly worst: readonly string[];
  /** Words that are counted with, by language. */
  readonly counted: Readonly<Record<string, readonly string[]>>;
  readonly graphs: OptionsGraph;
}

/** The decimal logarithm of the guesses that a password takes from somebody who knows these names. */
export type Guesser = (password: string, names: readonly string[]) => number;

/** A word of no list costs what the 8192 most common ones cost. */
const WORD = Math.log10(2 ** 13);
/** So many letters a word has; what is longer is several in one, or a rare one. */
const LETTERS = 8;
/** Beyond it a letter adds what it adds in running text: 1.3 bits (Shannon, 1951). */
const LETTER = Math.log10(2 ** 1.3);
/** In capitals, or beginning with one. */
const CAPITALS = Math.log10(2);
/** A word that was there before. */
const AGAIN = Math.log10(2);
/** So many spellings with other signs for letters are tried; with more of them, a password is none that people remember. */
const SUBSTITUTIONS = 16;
/** What is ours is nobody's secret. */
const OURS = ['lifeboat', 'concordium', 'ledger', 'wallet'];

/** What people put between words. Whoever guesses words tries the few of them along. */
const SEPARATORS = /[\s\-_.,;:|/\\+&]+/u;
/** Letters as they stand in words: `CorrectHorse` is two; digits; each other sign. */
const TOKENS = /\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+|[\p{L}\p{M}]+|\p{Nd}+|[^]/gu;

/** Makes the guesser; `languages` say months and weekdays. One step at a time: somebody is typing meanwhile. */
export async function guesser(packed: Packed, languages: readonly string[]): Promise<Guesser> {
  const [first = [], ...rest] = packed.common.map(unpacked);
  const common = [...new Set([...first, ...packed.worst, ...rest.flat()])];
  await pause();
  const pairs = pairsOf(common);
  await pause();
  // The name is one of those whose words, one after the other, the core takes for a sequence.
  const cardinalNumbers = counted(packed.counted, languages);
  await pause();
  const core = new ZxcvbnFactory({
    dictionary: { common, cardinalNumbers },
    graphs: packed.graphs,
    l33tMaxSubstitutions: SUBSTITUTIONS,
  });
  await pause();

  /**
   * The parts that the core takes a text for. What each is worth is its word; what it adds for every part more, ten thousand times and above, is
   * not: four words and three blanks would be as good as thirty characters drawn by lot.
   */
  const parts = (text: string, names: string[]): readonly MatchEstimated[] => core.check(text, names).sequence as MatchEstimated[];

  /** A text that is nothing the core knows, token by token. */
  const spelled = (text: string, names: string[]): number => {
    const tokens = text.match(TOKENS) ?? [];
    return sum(tokens.map((token) => Math.min(product(parts(token, names)), wordBound(token, pairs))));
  };

  const whole = (text: string, names: string[]): number => {
    const known = parts(text, names).map(({ pattern, token, guesses }) =>
      pattern === 'bruteforce' ? Math.min(Math.log10(guesses), spelled(token, names)) : Math.log10(guesses),
    );
    return Math.min(sum(known), spelled(text, names));
  };

  /** Word by word: one that was there before costs next to nothing. */
  const wordByWord = (words: readonly string[], names: string[]): number => {
    const seen = new Set<string>();
    return sum(words.map((word) => {
      const again = seen.has(word.toLowerCase());
      seen.add(word.toLowerCase());
      return again ? AGAIN : whole(word, names);
    }));
  };

  return (password, givenNames) => {
    if (password === '') return 0;
    const names = [...new Set([...OURS, ...givenNames.flatMap(partsOfName)])];
    const words = password.split(SEPARATORS).filter((word) => word !== '');
    const found = [whole(password, names), wordByWord(words, names)];
    const joined = parts(words.join(''), names);
    if (joined.length === 1 && joined[0]?.pattern === 'dictionary') found.push(product(joined));
    // It keeps what it looked at last, and so do regular expressions (`RegExp.input`): let that be nothing.
    core.check('');
    /x/.test('x');
    return Math.min(...found);
  };
}

/** Lets the thread do what else waits. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A name, and the words in it. */
const partsOfName = (name: string): string[] => [name, ...name.split(/[^\p{L}\p{M}\p{Nd}]+/u)].filter((part) => part.length > 2);

/** The most that letters can be worth if they are words. */
function wordBound(token: string, pairs: Pairs): number {
  const letters = [...token];
  if (!/^[\p{L}\p{M}]+$/u.test(token) || !readsLikeWords(token, pairs)) return Infinity;
  return WORD + Math.max(0, letters.length - LETTERS) * LETTER + (/\p{Lu}/u.test(token) ? CAPITALS : 0);
}

/** How often each two letters follow each other in the common passwords. */
type Pairs = ReadonlyMap<string, number>;

function pairsOf(passwords: readonly string[]): Pairs {
  const pairs = new Map<string, number>();
  for (const password of passwords) for (const pair of pairsIn(password)) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  return pairs;
}

const pairsIn = (text: string): readonly string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));

/** So often a pair is there that words have. */
const USUAL = 6;

/** Letters drawn by lot are no words: too many of their pairs are in no language. Other scripts than the list's are always words. */
function readsLikeWords(token: string, pairs: Pairs): boolean {
  const plain = token.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  if (/[^a-z]/.test(plain)) return true;
  const all = pairsIn(plain);
  const odd = all.filter((pair) => (pairs.get(pair) ?? 0) < USUAL).length;
  return odd * 4 <= all.length;
}

/** Months, weekdays and numbers: one list, so that what follows each other in it is cheap. */
function counted(numbers: Packed['counted'], languages: readonly string[]): string[] {
  const words = languages.flatMap((language) => {
    const names = (options: Intl.DateTimeFormatOptions, length: number, date: (at: number) => number): string[] => {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
      return Array.from({ length }, (_, at) => format.format(date(at)).toLowerCase());
    };
    return [
      ...names({ month: 'long' }, 12, (month) => Date.UTC(2024, month, 1)),
      ...names({ weekday: 'long' }, 7, (day) => Date.UTC(2024, 0, 1 + day)),
      ...(numbers[language] ?? []),
    ];
  });
  return [...new Set(words)];
}

/** One block of the list. */
function unpacked(block: string): string[] {
  const passwords: string[] = [];
  let before = '';
  for (const [, shared = 'A', rest = ''] of block.matchAll(/([A-Z])([^A-Z]*)/g)) {
    before = before.slice(0, shared.charCodeAt(0) - 65) + rest;
    passwords.push(before);
  }
  return passwords;
}

const product = (found: readonly MatchEstimated[]): number => sum(found.map(({ guesses }) => Math.log10(guesses)));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
