// Knows the words for where the keys of an account or an identity are. They are the same on every page.

import type { JSX } from 'preact';

import { ComputerIcon, EyeIcon, LedgerIcon } from '../ui/icons';
import { Badge, type Tone } from '../ui/page';
import { t, type TextKey } from '../ui/texts';

/** On this computer, on the Ledger, or nowhere here: it can be watched only. */
type Place = 'computer' | 'ledger' | 'nowhere';

interface Look {
  readonly label: TextKey;
  readonly tone: Tone;
  readonly icon: () => JSX.Element;
}

const LOOKS: Readonly<Record<Place, Look>> = {
  computer: { label: 'keys_computer', tone: 'good', icon: ComputerIcon },
  ledger: { label: 'keys_ledger', tone: 'sea', icon: LedgerIcon },
  nowhere: { label: 'keys_nowhere', tone: 'plain', icon: () => <EyeIcon crossed={false} /> },
};

/** The label; nothing for a word that is not one of the three. */
export const KeysBadge = ({ place }: { readonly place: string }): JSX.Element | null => {
  const look = isPlace(place) ? LOOKS[place] : null;
  if (look === null) return null;
  return (
    <span class="keys-place" data-testid="keys-place" data-keys={place}>
      <Badge tone={look.tone}>
        <look.icon />
        {t(look.label)}
      </Badge>
    </span>
  );
};

function isPlace(place: string): place is Place {
  return place === 'computer' || place === 'ledger' || place === 'nowhere';
}
