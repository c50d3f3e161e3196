// Touches chrome.runtime: which version of Lifeboat runs.

export const version = (): string => chrome.runtime.getManifest().version;
