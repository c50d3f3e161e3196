// Knows how an amount of CCD is written. The engine counts in millionths, in decimal text: JavaScript numbers are too small
// for them, so nothing here ever becomes one.

import { direction, numbers } from './language';

const MICRO = 1_000_000n;
/** Digits behind the point: all that are not nought, and at least as many as people are used to with money. */
const FEWEST_DECIMALS = 2;

/** "1,234.50 CCD" for `1234500000`, exactly. What is not a whole number is shown as it came. */
export const ccd = (microCcd: string): string => {
  const amount = parse(microCcd);
  if (amount === null) return microCcd;
  const fraction = String(amount % MICRO)
    .padStart(6, '0')
    .replace(/0+$/, '')
    .padEnd(FEWEST_DECIMALS, '0');
  return leftToRight(`${numbers().format(amount / MICRO)}${decimalPoint()}${fraction}\u00a0CCD`);
};

/** "1,234.5" for `1234.5`: an exact decimal text, as the engine writes amounts of tokens. What is none is shown as it came. */
export const decimal = (text: string): string => {
  const parts = /^(\d{1,20})(?:\.(\d{1,255}))?$/.exec(text);
  if (parts?.[1] === undefined) return text;
  const whole = numbers().format(BigInt(parts[1]));
  return parts[2] === undefined ? whole : `${whole}${decimalPoint()}${parts[2]}`;
};

/** An amount is read from the left, also in a text that runs the other way: as on a Ledger's screen. */
const leftToRight = (amount: string): string => (direction() === 'rtl' ? `\u2066${amount}\u2069` : amount);

/** Whether there is nothing. */
export const isZero = (microCcd: string): boolean => parse(microCcd) === 0n;

function parse(text: string): bigint | null {
  return /^\d{1,20}$/.test(text) ? BigInt(text) : null;
}

function decimalPoint(): string {
  const parts = numbers().formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}
