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
  'app',
  'update',
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

/** The piece that answers a fault; `null` where its advice says all there is to say. What the browser cannot open is often locked by Linux itself. */
export const helpOf = (code: FaultCode): Topic | null =>
  code === 'ledger-open-failed' && navigator.userAgent.includes('Linux') ? 'linux' : HELP_OF_FAULT[code];

/** What somebody was led to: a piece of help, and the fault they came from, if it was one. */
export interface Asked {
  readonly topic: Topic;
  readonly code: FaultCode | null;
}

/** What an address asks for; `null` for no piece of help. */
export function askedBy(item: string | null): Asked | null {
  if (item === null) return null;
  if (isTopic(item)) return { topic: item, code: null };
  if (!isFaultCode(item)) return null;
  const topic = helpOf(item);
  return topic === null ? null : { topic, code: item };
}
