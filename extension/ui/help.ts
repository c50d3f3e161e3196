// Knows which piece of help belongs to which fault, and where it stands.

import type { Fault, FaultCode, Party } from '../engine.types';

/** The pieces of help, in the order they are read. */
export const TOPICS = ['file', 'phone', 'uninstall', 'ledger', 'new-ledger', 'linux', 'node', 'computer', 'password', 'chain', 'ask'] as const;

export type Topic = (typeof TOPICS)[number];

/** Where somebody who can act finds more. */
const BY_PARTY: Readonly<Record<Party, Topic>> = {
  user: 'ask',
  file: 'file',
  device: 'ledger',
  network: 'node',
  computer: 'computer',
  us: 'ask',
};

/** Where one code means something closer than that. */
const BY_CODE: Readonly<Partial<Record<FaultCode, Topic>>> = {
  'vault-wrong-password': 'password',
  'ledger-other-device': 'new-ledger',
};

export const topicOf = ({ code, party }: Fault): Topic => BY_CODE[code] ?? BY_PARTY[party];

export const helpAt = (topic: Topic): string => `#/help/${topic}`;

export const isTopic = (text: string | null): text is Topic => TOPICS.some((topic) => topic === text);
