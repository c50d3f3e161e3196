// The service worker: the auto-lock alarm and the badge. It holds no key and no wasm, and may end at any moment.

import { tell, updateWhenIdle } from './chrome/browser';
import { drawBadge, noteLocked, onLockDue, onSummaryChanged } from './chrome/summary';

onLockDue(() => {
  void tell({ type: 'lock' });
  void noteLocked();
});
onSummaryChanged(() => void drawBadge());
updateWhenIdle();
void drawBadge();
