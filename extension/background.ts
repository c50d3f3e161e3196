// The service worker: brings the page, keeps the auto-lock alarm and the badge. It holds no key and no wasm, and may end at any moment.

import { onInstalled, onMessage, showPage, tell, updateWhenIdle } from './chrome/browser';
import { onScreenLocked } from './chrome/idle';
import { drawBadge, noteLocked, onLockDue, onSummaryChanged, readSummary } from './chrome/summary';
import type { LockCause } from './ui/lock-cause';

const lock = (why: LockCause): void => {
  void tell({ type: 'lock', why });
  void noteLocked();
};
onLockDue(() => lock('idle'));
onScreenLocked(() => lock('screen'));
onMessage((message) => {
  if (message.type === 'show-page') void showPage(message.route);
});
onSummaryChanged(() => void drawBadge());
onInstalled(() => {
  // Where the page was ever open, something was noted: a browser that loads its extensions anew opens no tab.
  void readSummary().then(({ state }) => (state === 'unknown' ? showPage('overview') : undefined));
});
updateWhenIdle();
void drawBadge();
