// Knows how the Ledger calls somebody who looks at another tab, or at nothing: in the tab's title and its sign.

import { useEffect } from 'preact/hooks';

import type { LedgerCall } from '../../engine.types';
import { callPerson } from '../../ui/tab';
import { t, type TextKey } from '../../ui/texts';

const CALLS: Readonly<Record<LedgerCall, TextKey>> = {
  approve: 'device_confirm_key_export',
  compare: 'device_confirm_address',
  attend: 'device_attend',
};

/** Says so for as long as it lasts. */
export function useLedgerCall(call: LedgerCall | null): void {
  useEffect(() => {
    callPerson(call === null ? null : t(CALLS[call]));
  }, [call]);
}
