// The service worker: brings the page, keeps the auto-lock alarm and the badge. It holds no key and no wasm, and may end at any moment.

import { onMessage, showPage, tell, updateWhenIdle } from './chrome/browser';
import { onScreenLocked } from './chrome/idle';
import { drawBadge, noteLocked, onLockDue, onSummaryChanged } from './chrome/summary';

const lock = (): void => {
  void tell({ type: 'lock' });
  void noteLocked();
};
onLockDue(lock);
onScreenLocked(lock);
onMessage((message) => {
  if (message.type === 'show-page') void showPage(message.route);
});
onSummaryChanged(() => void drawBadge());
updateWhenIdle();
void drawBadge();
