// Knows the words for where the keys of an account or an identity are. They are the same on every page.

import type { JSX } from 'preact';

import type { KeysPlace } from '../../engine.types';
import { ComputerIcon, EyeIcon, LedgerIcon } from '../../ui/icons';
import { Badge, type Tone } from '../../ui/page';
import { t, type TextKey } from '../../ui/texts';

type Single = Exclude<KeysPlace, 'both'>;

interface Look {
  readonly label: TextKey;
  readonly tone: Tone;
  readonly icon: () => JSX.Element;
}

const LOOKS: Readonly<Record<Single, Look>> = {
  computer: { label: 'keys_computer', tone: 'good', icon: ComputerIcon },
  ledger: { label: 'keys_ledger', tone: 'sea', icon: LedgerIcon },
  nowhere: { label: 'keys_nowhere', tone: 'plain', icon: () => <EyeIcon crossed={false} /> },
};

const PLACES: Readonly<Record<KeysPlace, readonly Single[]>> = {
  computer: ['computer'],
  ledger: ['ledger'],
  both: ['ledger', 'computer'],
  nowhere: ['nowhere'],
};

/** Whether keys are on this computer. */
export function areHere(place: KeysPlace): boolean {
  return PLACES[place].includes('computer');
}

/** Whether keys are on a Ledger. */
export function areOnLedger(place: KeysPlace): boolean {
  return PLACES[place].includes('ledger');
}

/** One label for each place. */
export const KeysBadge = ({ place }: { readonly place: KeysPlace }): JSX.Element => (
  <span class="keys-place" data-testid="keys-place" data-keys={place}>
    {PLACES[place].map((single) => {
      const { label, tone, icon: Icon } = LOOKS[single];
      return (
        <Badge key={single} tone={tone}>
          <Icon />
          {t(label)}
        </Badge>
      );
    })}
  </span>
);
