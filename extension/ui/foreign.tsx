// Knows how text is drawn that somebody else wrote: with a direction of its own, so that it turns nothing around it.
// What nobody would see in it, the engine has spelled out already. tests/oracle/foreign-text.test.mjs finds places that draw it otherwise.

import type { JSX } from 'preact';

import type { Foreign as ForeignText } from '../engine.types';

/** A name, a note, the name of a file. */
export const Foreign = ({ text }: { readonly text: ForeignText }): JSX.Element => <bdi>{text}</bdi>;
