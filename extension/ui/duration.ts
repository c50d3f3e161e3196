// Knows how a length of time is written for a person. Does not know the time.

import { locale } from './language';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each unit, from how many seconds on it is readable. */
const UNITS = [
  { from: 2 * 365 * DAY, unit: 'year', seconds: 365 * DAY },
  { from: 60 * DAY, unit: 'month', seconds: 30 * DAY },
  { from: 2 * DAY, unit: 'day', seconds: DAY },
  { from: 2 * HOUR, unit: 'hour', seconds: HOUR },
  { from: 90, unit: 'minute', seconds: MINUTE },
] as const;

/** So many seconds, in the unit that leaves a readable number. */
export const duration = (seconds: number): string => {
  const { unit, seconds: divisor } = UNITS.find(({ from }) => seconds >= from) ?? { unit: 'second', seconds: 1 };
  const words = new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' });
  return words.format(Math.round(seconds / divisor));
};
