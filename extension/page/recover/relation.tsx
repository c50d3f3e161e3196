// Knows what is said about the Ledger at hand beside the wallet: the first one, the known one, a replacement, or another.

import type { JSX } from 'preact';

import { CheckIcon, AlertIcon, InfoIcon } from '../../ui/icons';
import { t, type TextKey } from '../../ui/texts';

interface Look {
  readonly text: TextKey;
  readonly tone: 'info' | 'good' | 'warn';
  readonly icon: () => JSX.Element;
}

const LOOKS: Readonly<Record<string, Look>> = {
  first: { text: 'relation_first', tone: 'info', icon: InfoIcon },
  known: { text: 'relation_known', tone: 'good', icon: CheckIcon },
  replaced: { text: 'relation_replaced', tone: 'good', icon: CheckIcon },
  other: { text: 'relation_other', tone: 'warn', icon: AlertIcon },
};

/** One line; nothing while nothing is known. */
export const Relation = ({ relation }: { readonly relation: string | null }): JSX.Element | null => {
  const look = relation === null ? undefined : LOOKS[relation];
  if (look === undefined) return null;
  return (
    <p class={`panel panel-${look.tone}`} role="status" data-testid="recover-relation" data-relation={relation}>
      <look.icon />
      <span class="panel-body">{t(look.text)}</span>
    </p>
  );
};
