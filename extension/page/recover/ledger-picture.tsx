// Knows what a small Ledger looks like and which words stand on its screen; the sentence beside it says the same.

import type { JSX } from 'preact';

import { t } from '../../ui/texts';
import type { Request } from './device';

interface LedgerPictureProps {
  readonly request: Request;
  readonly index: number | null;
}

/** A Ledger with its screen, and a cable that is in or out. */
export const LedgerPicture = ({ request, index }: LedgerPictureProps): JSX.Element => {
  const lines = screen(request, index);
  const plugged = request !== 'connect-device';
  return (
    <svg class={`ledger ledger-${request}`} viewBox="0 0 240 132" aria-hidden="true" focusable="false">
      <g class={plugged ? 'ledger-cable' : 'ledger-cable ledger-cable-out'}>
        <path d="M0 74h28" />
        <rect x="26" y="66" width="16" height="16" rx="3" />
      </g>
      <rect class="ledger-body" x="46" y="34" width="184" height="80" rx="18" />
      <rect class="ledger-screen" x="68" y="48" width="140" height="52" rx="6" />
      <circle class="ledger-button" cx="100" cy="31" r="7" />
      <circle class="ledger-button" cx="176" cy="31" r="7" />
      {request.startsWith('confirm-') && (
        <>
          <path class="ledger-press" d="M100 4v13m-5-5 5 5 5-5" />
          <path class="ledger-press" d="M176 4v13m-5-5 5 5 5-5" />
        </>
      )}
      {lines.map((line, position) => (
        <text
          key={position}
          class="ledger-text"
          x="138"
          y={lines.length === 1 ? 78 : 69 + 18 * position}
          text-anchor="middle"
          textLength={line.length > 15 ? 124 : undefined}
          lengthAdjust="spacingAndGlyphs"
        >
          {line}
        </text>
      ))}
    </svg>
  );
};

/** The words on the device itself: they are the device's, and English there. */
function screen(request: Request, index: number | null): readonly string[] {
  switch (request) {
    case 'unlock-device':
      return ['PIN', '••••'];
    case 'open-concordium-app':
    case 'update-lifeboat':
      return ['Concordium'];
    case 'install-app':
    case 'update-app':
      return ['Concordium', '↑'];
    case 'confirm-opening':
      return ['Concordium', '?'];
    case 'confirm-key-export':
      return [t('device_screen_recover'), `ID #${index ?? 0}`];
    case 'confirm-address':
      return [t('device_screen_address'), '?'];
    case 'decide-on-device':
      return [t('device_screen_recover'), '?'];
    case 'approve-again':
      return [t('device_screen_recover'), '✕'];
    case 'close-device-menu':
      return ['≡'];
    case 'close-other-programs':
      return ['…'];
    case 'grant-access':
    case 'try-again':
    case 'connect-device':
      return [];
    case 'none':
      return ['Concordium'];
  }
}
