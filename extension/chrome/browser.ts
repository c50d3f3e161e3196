// Touches chrome.runtime, chrome.tabs, chrome.windows and chrome.permissions: the one page, messages between our own
// parts, and the optional permission for a node's origin.

import type { LockCause } from '../engine.types';

/** The pages of the one tab: `#/accounts` and the like. */
const ROUTES = [
  'overview',
  'accounts',
  'identities',
  'contacts',
  'export',
  'import',
  'recover',
  'check',
  'settings',
  'help',
] as const;

export type Route = (typeof ROUTES)[number];

/** Why the browser has the vault locked. */
export type BrowserLockCause = Extract<LockCause, 'hand' | 'idle' | 'screen'>;

/** What one part of the extension tells another. */
export type Message =
  /** To the background: bring the page, at a route. */
  | { type: 'show-page'; route: Route }
  /** To the page: go to a route. */
  | { type: 'go'; route: Route }
  /** To the page: lock the vault. */
  | { type: 'lock'; why: BrowserLockCause };

export function isRoute(value: unknown): value is Route {
  return ROUTES.some((route) => route === value);
}

/**
 * Asks the background for the page at a route. (A popup cannot bring it itself: it is closed, and its code with it, as soon
 * as another tab comes to the front.)
 */
export async function openPage(route: Route): Promise<void> {
  await tell({ type: 'show-page', route });
}

/** Opens the page at a route; a page that is already open is brought to the front instead. */
export async function showPage(route: Route): Promise<void> {
  const page = await findPage();
  if (page === undefined) {
    await chrome.tabs.create({ url: chrome.runtime.getURL(`page.html#/${route}`) });
    return;
  }
  await tell({ type: 'go', route });
  await chrome.tabs.update(page.tabId, { active: true });
  await chrome.windows.update(page.windowId, { focused: true });
}

/** `closed`: a tab that was closed just now, whatever the browser still says of it. */
export async function isPageOpen(closed?: number): Promise<boolean> {
  return (await findPage(closed)) !== undefined;
}

/** Tells every other part of the extension. Nobody listening is fine. */
export async function tell(message: Message): Promise<void> {
  try {
    await chrome.runtime.sendMessage(message);
  } catch {
    // No page is open: there is nobody to tell.
  }
}

/** Calls `listener` for messages of our own parts; anything else is not for us. */
export function onMessage(listener: (message: Message) => void): void {
  chrome.runtime.onMessage.addListener((data: unknown, sender) => {
    if (sender.id !== chrome.runtime.id) return;
    const message = parse(data);
    if (message !== null) listener(message);
  });
}

/** Asks for the right to read a node's replies whatever headers they carry. Call it from a click. A refusal is fine. */
export async function askForOrigin(url: string): Promise<boolean> {
  try {
    return await chrome.permissions.request({ origins: [patternOf(url)] });
  } catch {
    return false;
  }
}

/** Gives back the right to read anybody else's replies than those of these nodes. */
export async function giveBackOrigins(nodes: readonly string[]): Promise<void> {
  const kept = new Set(nodes.map(patternOf));
  const { origins = [] } = await chrome.permissions.getAll();
  const others = origins.filter((origin) => !kept.has(origin));
  if (others.length > 0) await chrome.permissions.remove({ origins: others });
}

/** What the right to read a node's replies is called: it is for its host, on every port. */
function patternOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}

/** Calls `listener` once, when Lifeboat was installed. */
export function onInstalled(listener: () => void): void {
  chrome.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === chrome.runtime.OnInstalledReason.INSTALL) listener();
  });
}

/** Calls `listener` with the tab that was closed; it may have been the page. */
export function onTabClosed(listener: (tabId: number) => void): void {
  chrome.tabs.onRemoved.addListener((tabId) => listener(tabId));
}

/** What shows Lifeboat beside other pages of this window; `null` where the browser cannot. To be called from a click, at once. */
export async function sidePanelOpener(): Promise<(() => Promise<void>) | null> {
  if (!('sidePanel' in chrome)) return null;
  const { id } = await chrome.windows.getCurrent();
  return id === undefined ? null : () => chrome.sidePanel.open({ windowId: id });
}

/** A new version waits: it is taken when no page is open, for a reload closes them. */
export function updateWhenIdle(): void {
  chrome.runtime.onUpdateAvailable.addListener(() => {
    void isPageOpen().then((open) => {
      if (!open) chrome.runtime.reload();
    });
  });
}

async function findPage(closed?: number): Promise<{ tabId: number; windowId: number } | undefined> {
  const contexts = await chrome.runtime.getContexts({ contextTypes: [chrome.runtime.ContextType.TAB] });
  const isPage = (url: string | undefined): boolean => url?.startsWith(chrome.runtime.getURL('page.html')) === true;
  const page = contexts.find(({ documentUrl, tabId }) => isPage(documentUrl) && tabId !== closed);
  return page && { tabId: page.tabId, windowId: page.windowId };
}

function parse(data: unknown): Message | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  const { type } = data;
  if (type === 'lock' && 'why' in data && (data.why === 'hand' || data.why === 'idle' || data.why === 'screen')) return { type, why: data.why };
  if ((type === 'go' || type === 'show-page') && 'route' in data && isRoute(data.route)) return { type, route: data.route };
  return null;
}
