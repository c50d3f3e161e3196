// Touches chrome.action: whether Lifeboat stands in the toolbar, where a person finds it again.

/** Where the browser does not say, nobody is bothered. */
export async function isPinned(): Promise<boolean> {
  try {
    return (await chrome.action.getUserSettings()).isOnToolbar ?? true;
  } catch {
    return true;
  }
}
