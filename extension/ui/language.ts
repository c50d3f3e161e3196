// Knows which language a person reads: the browser's, or one of ours that they chose. The choice is kept in this browser's storage for
// pages, in the clear: it must be there before anything is drawn. Does not know a single text.

import { browserLanguage } from '../chrome/text';
import known from '../languages.json';

/** The languages that all texts are there in. `languages.json` has each with its own name, and the forms its plurals have. */
export type Language = keyof typeof known;

export const LANGUAGES = Object.keys(known) as readonly Language[];

/** One of ours, or whatever the browser speaks. */
export type LanguageChoice = Language | 'system';

/** What a language calls itself. */
export const nameOf = (language: Language): string => known[language].name;

const KEY = 'language';

export function chosenLanguage(): LanguageChoice {
  try {
    return parse(localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Keeps the choice, and tells this page; the others hear it from the browser. */
export function chooseLanguage(chosen: LanguageChoice): void {
  try {
    if (chosen === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, chosen);
  } catch {
    // Where nothing can be kept, the browser's language stays.
  }
  for (const listener of listeners) listener();
}

const listeners = new Set<() => void>();

/** Calls `listener` when another language was chosen, here or in another page of ours. */
export function onLanguageChosen(listener: () => void): void {
  listeners.add(listener);
  addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) listener();
  });
}

/** A language of ours, and how `Intl` writes numbers, dates and lengths of time in it. */
export interface Tongue {
  readonly language: Language;
  readonly locale: string;
}

/**
 * What is to be spoken: the language that was chosen, or the browser's, or English where that is none of ours. The customs are those of the
 * person's country where the browser names one. Digits are those of a Ledger's screen and of addresses, in every language: people compare them.
 */
export function wanted(chosen: LanguageChoice = chosenLanguage(), browser: string = browserLanguage()): Tongue {
  const [tag = ''] = browser.split('-u-');
  const browsers = parse(tag.split('-')[0]?.toLowerCase());
  const language = chosen === 'system' ? (browsers ?? 'en') : chosen;
  return { language, locale: `${browsers === language ? tag : language}-u-nu-latn` };
}

/** What is spoken. It changes once the texts of another language are there, and all at once. */
let spoken: Tongue | null = null;

export function speak(tongue: Tongue): void {
  spoken = tongue;
}

/** How `Intl` writes in the language that is spoken. */
export const locale = (): string => (spoken ?? wanted()).locale;

/** What `Intl` writes with, made once for each language that is spoken: making it takes as long as a hundred words. */
export function inLocale<Writer>(make: (locale: string) => Writer): () => Writer {
  let made: { readonly locale: string; readonly writer: Writer } | null = null;
  return () => {
    const now = locale();
    if (made?.locale !== now) made = { locale: now, writer: make(now) };
    return made.writer;
  };
}

/** Whole numbers and amounts. */
export const numbers = inLocale((locale) => new Intl.NumberFormat(locale));

/** The language of the texts, as in `<html lang>`. */
export const language = (): Language => (spoken ?? wanted()).language;

/** The direction of the texts, as in `<html dir>`. */
export const direction = (): 'ltr' | 'rtl' => (known[language()].direction === 'rtl' ? 'rtl' : 'ltr');

function parse(word: string | null | undefined): Language | null {
  return LANGUAGES.find((language) => language === word) ?? null;
}
