// Knows what is said about the Ledger at hand beside the wallet: the first one, the known one, a replacement, or another.

import type { JSX } from 'preact';

import type { RelationView } from '../../engine.types';
import { CheckIcon, AlertIcon, InfoIcon } from '../../ui/icons';
import { t, type TextKey } from '../../ui/texts';

interface Look {
  readonly text: TextKey;
  readonly tone: 'info' | 'good' | 'warn';
  readonly icon: () => JSX.Element;
}

const LOOKS: Readonly<Record<RelationView, Look>> = {
  first: { text: 'relation_first', tone: 'info', icon: InfoIcon },
  known: { text: 'relation_known', tone: 'good', icon: CheckIcon },
  replaced: { text: 'relation_replaced', tone: 'info', icon: InfoIcon },
  other: { text: 'relation_other', tone: 'warn', icon: AlertIcon },
};

/** One line; nothing while nothing is known. */
export const Relation = ({ relation }: { readonly relation: RelationView | null }): JSX.Element | null => {
  if (relation === null) return null;
  const look = LOOKS[relation];
  return (
    <p class={`panel panel-${look.tone}`} role="status" data-testid="recover-relation" data-relation={relation}>
      <look.icon />
      <span class="panel-body">{t(look.text)}</span>
    </p>
  );
};
