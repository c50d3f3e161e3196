// The service worker: brings the page, keeps the auto-lock alarm and the badge. It holds no key and no wasm, and may end at any moment.

import { onInstalled, onMessage, onTabClosed, showPage, tell, updateWhenIdle } from './chrome/browser';
import { onScreenLocked } from './chrome/idle';
import { drawBadge, noteLocked, onLockDue, onSummaryChanged, readSummary } from './chrome/summary';

onLockDue(() => {
  void tell({ type: 'lock', why: 'idle' });
  void noteLocked();
});
// Whether that locks the vault, its settings say; the page notes it when it does.
onScreenLocked(() => void tell({ type: 'lock', why: 'screen' }));
onMessage((message) => {
  if (message.type === 'show-page') void showPage(message.route);
});
onSummaryChanged(() => void drawBadge());
// What ends with the page is not called for any longer.
onTabClosed((tab) => void drawBadge(tab));
onInstalled(() => {
  // Where the page was ever open, something was noted: a browser that loads its extensions anew opens no tab.
  void readSummary().then(({ state }) => (state === 'unknown' ? showPage('overview') : undefined));
});
updateWhenIdle();
void drawBadge();
