// Knows how a list of names is said in one line: the first of them, each with a direction of its own, and how many more there are.

import { Fragment, type JSX } from 'preact';

import type { Foreign as ForeignText } from '../engine.types';
import { Foreign } from './foreign';
import { tn } from './texts';

interface NamesProps {
  readonly names: readonly ForeignText[];
  /** How many are said by name. */
  readonly most: number;
}

/** The first names, and the number of the others. */
export const Names = ({ names, most }: NamesProps): JSX.Element => (
  <p class="names">
    <FirstOf names={names.map((name, position) => <Foreign key={position} text={name} />)} most={most} />
  </p>
);

interface FirstOfProps {
  readonly names: readonly JSX.Element[];
  readonly most: number;
}

/** The same inside of another line, of names that are drawn already. */
export const FirstOf = ({ names, most }: FirstOfProps): JSX.Element => {
  const more = names.length - most;
  return (
    <>
      {names.slice(0, most).map((name, position) => (
        <Fragment key={position}>
          {position > 0 && ' · '}
          {name}
        </Fragment>
      ))}
      {more > 0 && ` ${tn('export_names_more', more)}`}
    </>
  );
};
