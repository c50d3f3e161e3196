// The little of `chrome` that the pages touch, answered from the texts in the repository and from the asked state.

const asked = new URLSearchParams(location.search);

const FACTS = {
  vault: 'present',
  accounts: 9,
  cover: 'empty',
  lastBackupAt: null,
  lastBackupSeen: 'saved',
  missingAccounts: 0,
  missing: 0,
  search: 'none',
  found: 0,
  ...first('covered', false),
};

/** What the engine last said first. */
function first(foremost: string, calls: boolean): object {
  return { headline: { foremost, calls }, onceClosed: { foremost, calls } };
}

const SUMMARIES: Readonly<Record<string, unknown>> = {
  'popup-unknown': undefined,
  'popup-absent': { ...FACTS, vault: 'absent', accounts: 0 },
  'popup-locked': { ...FACTS, cover: 'never', missingAccounts: 9, missing: 31, ...first('no-backup', true) },
  'popup-unlocked': { ...FACTS, cover: 'behind', lastBackupAt: Date.now() - 3 * 86_400_000, missingAccounts: 2, missing: 4, ...first('backup-behind', true) },
  'popup-covered': { ...FACTS, cover: 'covered', lastBackupAt: Date.now() - 3_600_000, lastBackupSeen: 'opened' },
  'popup-search': { ...FACTS, accounts: 0, search: 'resting', found: 6, ...first('search-waiting', true) },
};

const state = asked.get('state') ?? '';

Object.assign(globalThis, {
  chrome: {
    i18n: { getUILanguage: (): string => asked.get('language') ?? 'en' },
    storage: {
      local: { get: async () => ({ summary: SUMMARIES[state] }) },
      session: {
        get: async () =>
          state === 'popup-unlocked' || state === 'popup-covered' ? { lockAt: Date.now() + 60_000 } : {},
      },
      onChanged: { addListener: () => undefined },
    },
    runtime: {
      getManifest: () => ({ version: '0.1.0' }),
      getURL: (path: string) => path,
      getContexts: async () => [{ documentUrl: 'page.html', tabId: 1, windowId: 1 }],
      ContextType: { TAB: 'TAB' },
    },
    action: { getUserSettings: async () => ({ isOnToolbar: false }) },
    sidePanel: { open: async () => undefined },
    windows: { getCurrent: async () => ({ id: 1 }) },
    tabs: { onRemoved: { addListener: () => undefined } },
    permissions: { request: async () => false, getAll: async () => ({ origins: [] }) },
  },
});
