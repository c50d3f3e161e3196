// Knows the pieces of help, and where the one for a fault stands.

import type { FaultCode } from '../engine.types';
import { HELP_OF_FAULT } from './help-of-fault';

/** The pieces of help, in the order they are read. */
export const TOPICS = [
  'file',
  'phone',
  'uninstall',
  'ledger',
  'new-ledger',
  'linux',
  'node',
  'computer',
  'password',
  'chain',
  'ask',
] as const;

export type Topic = (typeof TOPICS)[number];

/** The address of a piece of help, or of the one for a fault: each code has its own. */
export const helpAt = (about: Topic | FaultCode): string => `#/help/${about}`;

const isTopic = (text: string): text is Topic => TOPICS.some((topic) => topic === text);

const isFaultCode = (text: string): text is FaultCode => Object.hasOwn(HELP_OF_FAULT, text);

/** What somebody was led to: a piece of help, and the fault they came from, if it was one. */
export interface Asked {
  readonly topic: Topic;
  readonly code: FaultCode | null;
}

/** What an address asks for; `null` for no piece of help. */
export function askedBy(item: string | null): Asked | null {
  if (item === null) return null;
  if (isTopic(item)) return { topic: item, code: null };
  return isFaultCode(item) ? { topic: HELP_OF_FAULT[item], code: item } : null;
}
