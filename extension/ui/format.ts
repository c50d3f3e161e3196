// Knows how dates, sizes and long identifiers are written for a person.
// Does not know the time: whoever asks brings `now`.

import { inLocale, locale } from './language';
import { t } from './texts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const words = inLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const lists = inLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const days = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }));
const times = inLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const moments = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }));
/** Of dates that are in a record: they are the same everywhere. */
const writtenMonths = inLocale((locale) => new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }));
const writtenDays = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }));

/** "3 days ago" as the language says it; less than a minute is "just now". */
export const ago = (then: number, now: number): string => {
  const passed = Math.max(0, now - then);
  if (passed < MINUTE) return t('just_now');
  if (passed < HOUR) return words().format(-Math.floor(passed / MINUTE), 'minute');
  if (passed < DAY) return words().format(-Math.floor(passed / HOUR), 'hour');
  if (passed < 60 * DAY) return words().format(-Math.floor(passed / DAY), 'day');
  if (passed < 730 * DAY) return words().format(-Math.floor(passed / (30 * DAY)), 'month');
  return words().format(-Math.floor(passed / (365 * DAY)), 'year');
};

/** Things one after the other, as a sentence of the language has them. */
export const listed = (things: readonly string[]): string => lists().format(things);

/** A day. */
export const day = (at: number): string => days().format(at);

/** A day and a time of day. */
export const dateTime = (at: number): string => moments().format(at);

/** The same, where the day is "today" or "yesterday" as the language says it. */
export const dayAndTime = (at: number, now: number): string => {
  const ago = Math.round((midnight(now) - midnight(at)) / DAY);
  if (ago !== 0 && ago !== 1) return dateTime(at);
  return t('day_and_time', { day: words().format(-ago, 'day'), time: times().format(at) });
};

/** When the day began in which this moment lies, where the computer is. */
const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** A day, as it stands in a file name. */
export const isoDate = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `202611` as "November 2026"; anything else as it is. */
export const yearMonth = (text: string): string => {
  const parts = /^(\d{4})(\d{2})$/.exec(text);
  if (parts === null) return text;
  const at = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, 1);
  return writtenMonths().format(at);
};

/** `20261123` as a date of this language; anything else as it is. */
export const yearMonthDay = (text: string): string => {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts === null) return text;
  const at = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return writtenDays().format(at);
};

/** A size in the largest unit that leaves a readable number. */
export const fileSize = (bytes: number): string => {
  const unit = bytes < 1_000 ? 'byte' : bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  const divisor = bytes < 1_000 ? 1 : bytes < 1_000_000 ? 1_000 : 1_000_000;
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / divisor);
};

/** The first and the last characters of a long identifier. */
export const shortened = (text: string, head = 8, tail = 6): string =>
  text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
