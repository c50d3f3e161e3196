// Knows how a text is found and filled in; every word a person reads comes through here, from _locales.
// Does not know any text itself.

import type english from '../_locales/en/messages.json';
import type { Fault, Notice } from '../engine.types';
import { duration } from './duration';
import { direction, inLocale, language, numbers, onLanguageChosen, speak, wanted } from './language';

/** The keys of the texts, checked by the compiler. */
export type TextKey = keyof typeof english;

/** What stands in a text's {braces}. */
export type Fields = Readonly<Record<string, string | number>>;

type CountedKey<K> = K extends `${infer Stem}_other` ? (`${Stem}_one` extends TextKey ? Stem : never) : never;

/** Texts that exist as `<key>_one` and `<key>_other`. */
export type PluralKey = CountedKey<TextKey>;

let texts: ReadonlyMap<string, string> | null = null;

let first: Promise<void> | null = null;

/** The texts that the page begins with, asked for as early as somebody knows that they will be wanted. */
export const firstTexts = (): Promise<void> => (first ??= loadTexts());

/** Fetches the texts of the language that is wanted now. Nothing can be drawn before; until they are there, the ones before stand. */
async function loadTexts(): Promise<void> {
  const tongue = wanted();
  const [keys, said] = await Promise.all([packed('keys'), packed(tongue.language)]);
  // Whoever chose again in the meantime waits for others.
  if (wanted().language !== tongue.language) return loadTexts();
  texts = new Map(keys.map((key, position) => [key, said[position] ?? '']));
  speak(tongue);
}

/** A file of `extension/texts.pack.mjs`. */
async function packed(name: string): Promise<readonly string[]> {
  return (await fetch(`/texts/${name}.json`)).json() as Promise<readonly string[]>;
}

/** The text of a key, or the empty string when there is none. */
function storedText(key: string): string {
  if (texts === null) throw new Error(`the texts are not there yet: ${key}`);
  return texts.get(key) ?? '';
}

/** The text under a key, with its {fields} filled in. */
export const t = (key: TextKey, fields: Fields = {}): string => fill(storedText(key), fields);

/** The text for a number of things: `<key>_one`, `<key>_other`, or what the language needs; `{count}` is filled in. */
export const tn = (key: PluralKey, count: number, fields: Fields = {}): string => {
  const text = storedText(`${key}_${form(count)}`) || storedText(`${key}_other`);
  return fill(text, { count: formatNumber(count), ...fields });
};

/** The text that belongs to a word the engine used; `otherwise` when the texts do not know it yet. */
export const textFor = (prefix: string, word: string, fields: Fields, otherwise: TextKey): string =>
  fill(storedText(`${prefix}_${word.replaceAll('-', '_')}`), fields) || t(otherwise, fields);

/** A code of the engine as the keys of the texts have it. */
type Snake<Code extends string> = Code extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : Code;

const snake = <Code extends string>(code: Code): Snake<Code> => code.replaceAll('-', '_') as Snake<Code>;

/** What happened, and what to do now. A code without its two texts does not compile. */
export const faultText = (fault: Fault): { readonly message: string; readonly advice: string } => {
  const key = `fault_${snake(fault.code)}` as const;
  return { message: t(key, spoken(fault)), advice: t(`${key}_advice`, spoken(fault)) };
};

/** A notice as a sentence: about a record, or about the file as a whole. A code without its text does not compile. */
export const noticeText = (notice: Notice): string => {
  const key = `notice_${snake(notice.code)}` as const;
  const { count } = notice.fields;
  return fill((count === undefined ? '' : storedInNumber(key, form(Number(count)))) || storedText(key), spoken(notice));
};

const plurals = inLocale((locale) => new Intl.PluralRules(locale));

/** A number as this language writes it. */
export const formatNumber = (value: number): string => numbers().format(value);

/** Calls `draw` once the texts are there, and again in each language that is chosen; the document has its language and direction by then. */
export async function drawIn(title: TextKey, draw: () => void): Promise<void> {
  await firstTexts();
  document.title = t(title);
  const dress = (): void => {
    document.documentElement.lang = language();
    document.documentElement.dir = direction();
    draw();
  };
  dress();
  onLanguageChosen(() => void loadTexts().then(dress));
}

/** `notice_<code>` itself speaks of one record where there is `notice_<code>_other`, and of several where there is `notice_<code>_one`. */
function storedInNumber(key: string, form: Intl.LDMLPluralRule): string {
  return storedText(`${key}_${form}`) || (form === 'one' ? '' : storedText(`${key}_other`));
}

/** Which form of a text is for so many things. */
function form(count: number): Intl.LDMLPluralRule {
  return plurals().select(count);
}

/** Kinds of record, networks, numbers of records and times are the engine's; in a sentence they are words of this language. */
function spoken({ fields }: Pick<Notice, 'fields'>): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, SPOKEN[name]?.(value) ?? value]));
}

/** How many there are, what the engine found and what it allows at most, where that is a number. */
const inDigits = (value: string): string => (/^\d+$/.test(value) ? formatNumber(Number(value)) : value);

/** A network by the engine's word: its name, or the hash it begins with. */
function networkCalled(word: string): string {
  return storedText(`network_${word}`) || t('network_custom', { start: word.slice(0, 8) });
}

const SPOKEN: Readonly<Record<string, ((word: string) => string) | undefined>> = {
  kind: (kind) => textFor('noun', kind, {}, 'noun_other'),
  network: networkCalled,
  other: networkCalled,
  accounts: (count) => tn('count_accounts', Number(count)),
  identities: (count) => tn('count_identities', Number(count)),
  contacts: (count) => tn('count_contacts', Number(count)),
  count: inDigits,
  found: inDigits,
  max: inDigits,
  before: inDigits,
  behind: inDigits,
  duration: (seconds) => duration(Number(seconds)),
};

function fill(text: string, fields: Fields): string {
  return text.replaceAll(/\{([a-zA-Z_]+)\}/g, (whole, name: string) => {
    const value = fields[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : isolated(value);
  });
}

/** Right-to-left letters, and the invisible marks that turn the direction of a text. */
const TURNING = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Bidi_Control}]/u;

/** A name from a file must not turn the sentence around it, nor an address a sentence that runs the other way: such a value gets a direction of its own. */
function isolated(value: string): string {
  return direction() === 'rtl' || TURNING.test(value) ? `\u2068${value}\u2069` : value;
}
