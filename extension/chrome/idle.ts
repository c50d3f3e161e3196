// Touches chrome.idle: whether the person has locked this computer's screen. The permission shows no warning.

/** Calls `listener` when the screen is locked. */
export function onScreenLocked(listener: () => void): void {
  chrome.idle.onStateChanged.addListener((state) => {
    if (state === 'locked') listener();
  });
}
