// Knows the drawings: the lifebuoy and the small signs beside words.
// Every one is decoration; the word beside it says the same.

import type { ComponentChildren, JSX } from 'preact';

const Line = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

/** The lifebuoy of the icon: a white ring with four bands. */
export const Buoy = ({ large = false }: { readonly large?: boolean }): JSX.Element => (
  <svg class={large ? 'buoy buoy-large' : 'buoy'} viewBox="0 0 128 128" aria-hidden="true" focusable="false">
    <circle class="buoy-ring" cx="64" cy="64" r="42" />
    <circle class="buoy-bands" cx="64" cy="64" r="42" pathLength="16" />
    <circle class="buoy-edge" cx="64" cy="64" r="61" />
    <circle class="buoy-edge" cx="64" cy="64" r="23" />
  </svg>
);

export const OverviewIcon = (): JSX.Element => (
  <Line>
    <path d="M4 11.5 12 5l8 6.5" />
    <path d="M6.5 10v9h11v-9" />
  </Line>
);
export const AccountsIcon = (): JSX.Element => (
  <Line>
    <rect x="3.5" y="6" width="17" height="13" rx="2.5" />
    <path d="M3.5 10h17M15 14.8h2.5" />
  </Line>
);
export const IdentityIcon = (): JSX.Element => (
  <Line>
    <rect x="3.5" y="5" width="17" height="14" rx="2.5" />
    <circle cx="9" cy="11" r="2" />
    <path d="M6 16c.4-1.7 1.5-2.5 3-2.5s2.6 .8 3 2.5M15 10h2.5M15 13.5h2.5" />
  </Line>
);
export const BookIcon = (): JSX.Element => (
  <Line>
    <path d="M6 4.5h11a1.5 1.5 0 0 1 1.5 1.5v13.5H7A2 2 0 0 1 5 17.5V6" />
    <path d="M5 17.5A2 2 0 0 1 7 15.5h11.5M9 8.5h6" />
  </Line>
);
export const ExportIcon = (): JSX.Element => (
  <Line>
    <path d="M12 15V4M8 7.5 12 3.5l4 4M5 13v5.5A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V13" />
  </Line>
);
export const ImportIcon = (): JSX.Element => (
  <Line>
    <path d="M12 4v11M8 11.5l4 4 4-4M5 13v5.5A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V13" />
  </Line>
);
export const RecoverIcon = (): JSX.Element => (
  <Line>
    <circle cx="12" cy="12" r="8.5" />
    <circle cx="12" cy="12" r="3.5" />
    <path d="m6 6 3.5 3.5M14.5 14.5 18 18M18 6l-3.5 3.5M9.5 14.5 6 18" />
  </Line>
);
export const SettingsIcon = (): JSX.Element => (
  <Line>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </Line>
);
export const LockIcon = (): JSX.Element => (
  <Line>
    <rect x="5" y="11" width="14" height="9" rx="2" />
    <path d="M8 11V8a4 4 0 0 1 8 0v3" />
  </Line>
);
export const CopyIcon = (): JSX.Element => (
  <Line>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M15 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h3" />
  </Line>
);
export const CheckIcon = (): JSX.Element => (
  <Line>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Line>
);
export const AlertIcon = (): JSX.Element => (
  <Line>
    <path d="M12 4 21 19.5H3zM12 10v4.5M12 17v.1" />
  </Line>
);
export const InfoIcon = (): JSX.Element => (
  <Line>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5.5M12 7.8v.1" />
  </Line>
);
export const PencilIcon = (): JSX.Element => (
  <Line>
    <path d="m5 19 .8-3.7L15.5 5.6a1.5 1.5 0 0 1 2.1 0l.8.8a1.5 1.5 0 0 1 0 2.1L8.7 18.2z" />
  </Line>
);
export const TrashIcon = (): JSX.Element => (
  <Line>
    <path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6" />
  </Line>
);
export const PlusIcon = (): JSX.Element => (
  <Line>
    <path d="M12 5v14M5 12h14" />
  </Line>
);
export const FileIcon = (): JSX.Element => (
  <Line>
    <path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4" />
  </Line>
);
export const CableIcon = (): JSX.Element => (
  <Line>
    <path d="M9 3.5v5M15 3.5v5M7 8.5h10v3a5 5 0 0 1-10 0zM12 16.5v4" />
  </Line>
);
export const LedgerIcon = (): JSX.Element => (
  <Line>
    <rect x="2.5" y="8" width="19" height="8.5" rx="2.5" />
    <path d="M7 11h7v2.5H7zM18 12.2v.1" />
  </Line>
);
export const ComputerIcon = (): JSX.Element => (
  <Line>
    <rect x="4.5" y="5.5" width="15" height="10" rx="1.5" />
    <path d="M2.5 19h19" />
  </Line>
);
export const PhoneIcon = (): JSX.Element => (
  <Line>
    <rect x="7" y="3" width="10" height="18" rx="2.5" />
    <path d="M11 17.8h2" />
  </Line>
);
export const KeyIcon = (): JSX.Element => (
  <Line>
    <circle cx="8" cy="15.5" r="3.5" />
    <path d="M10.5 13 19 4.5M16 7.5l2.5 2.5" />
  </Line>
);
export const PrintIcon = (): JSX.Element => (
  <Line>
    <path d="M7.5 8.5v-5h9v5M7.5 17H4V9.5A1 1 0 0 1 5 8.5h14a1 1 0 0 1 1 1V17h-3.5" />
    <path d="M7.5 14h9v6.5h-9z" />
  </Line>
);
export const NodeIcon = (): JSX.Element => (
  <Line>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c5 5.5 5 11.5 0 17M12 3.5c-5 5.5-5 11.5 0 17" />
  </Line>
);
export const EyeIcon = ({ crossed }: { readonly crossed: boolean }): JSX.Element => (
  <Line>
    <path d="M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6z" />
    <circle cx="12" cy="12" r="2.5" />
    {crossed && <path d="M4.5 19.5 19.5 4.5" />}
  </Line>
);
export const ChevronIcon = (): JSX.Element => (
  <span class="flip">
    <Line>
      <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />
    </Line>
  </span>
);
