// Knows how many records there are, in words and in all.

import type { Counts } from '../engine.types';
import { listed } from './format';
import { type PluralKey, tn } from './texts';

const COUNTED: readonly (readonly [keyof Counts, PluralKey])[] = [
  ['accounts', 'count_accounts'],
  ['identities', 'count_identities'],
  ['credentials', 'count_credentials'],
  ['cosigners', 'count_cosigners'],
  ['contacts', 'count_contacts'],
  ['devices', 'count_devices'],
];

/** The kinds that are there, in words; those of `always` even if there are none. */
export const countWords = (counts: Counts, always?: keyof Counts): readonly string[] =>
  COUNTED.filter(([kind]) => counts[kind] > 0 || kind === always).map(([kind, key]) => tn(key, counts[kind]));

/** The same, as a part of a sentence. */
export const countList = (counts: Counts, always?: keyof Counts): string => listed(countWords(counts, always));

/** All of them together. */
export const sumOf = (counts: Counts): number =>
  counts.devices + counts.identities + counts.accounts + counts.credentials + counts.cosigners + counts.contacts;
