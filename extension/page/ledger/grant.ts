// Knows how a person lets this page use a Ledger: the browser's chooser, which appears only in a tab and only on a click.

import { useEffect } from 'preact/hooks';

/** A Ledger with an app open, whichever model: product ids change with the app, the vendor and the usage page do not. */
const LEDGER: HIDDeviceFilter = { vendorId: 0x2c97, usagePage: 0xffa0 };

/** Whether this browser can talk to a Ledger at all. */
export function canUseLedger(): boolean {
  return 'hid' in navigator;
}

/**
 * Opens the browser's chooser. `false`: closed without choosing, or the browser would not show it; which of the two,
 * a page is never told.
 */
export async function askForLedger(): Promise<boolean> {
  if (!canUseLedger()) return false;
  try {
    return (await navigator.hid.requestDevice({ filters: [LEDGER] })).length > 0;
  } catch {
    return false;
  }
}

/** Calls `onChange` when a granted Ledger is plugged in or goes away; an app that opens does both. */
export function useLedgerChanges(onChange: () => void): void {
  useEffect(() => {
    if (!canUseLedger()) return undefined;
    navigator.hid.addEventListener('connect', onChange);
    navigator.hid.addEventListener('disconnect', onChange);
    return () => {
      navigator.hid.removeEventListener('connect', onChange);
      navigator.hid.removeEventListener('disconnect', onChange);
    };
  }, [onChange]);
}
