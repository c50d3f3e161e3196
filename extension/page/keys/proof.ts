// Knows how it is said what ties an address to the person: it follows from a credential of theirs, or somebody says so; and what
// another node says of it.

import type { AddressProof, Agreement } from '../../engine.types';
import type { Tone } from '../../ui/page';
import type { TextKey } from '../../ui/texts';

const SHORT: Readonly<Record<AddressProof, TextKey>> = { derived: 'proof_derived', word: 'proof_word' };
const LONG: Readonly<Record<AddressProof, TextKey>> = { derived: 'proof_derived_text', word: 'proof_word_text' };

/** In a few words, of what a search has found: there it is the node's word or nobody's. */
export const foundKey = (proof: AddressProof): TextKey => (proof === 'derived' ? 'proof_derived' : 'proof_node');

/** In a few words. */
export const proofKey = (proof: AddressProof): TextKey => SHORT[proof];

/** In a sentence or two. */
export const proofText = (proof: AddressProof): TextKey => LONG[proof];

/** What another node says about an account, in a few words. */
export const VERDICTS: Readonly<Record<Agreement, { readonly label: TextKey; readonly tone: Tone }>> = {
  agrees: { label: 'second_agrees', tone: 'good' },
  'not-checked': { label: 'second_unknown', tone: 'plain' },
  contradicts: { label: 'second_denies', tone: 'bad' },
};
