// Touches chrome.i18n: which language the browser speaks. The texts are our own files, so that a person can choose another.

/** The browser's language, as in `de-CH`. */
export function browserLanguage(): string {
  return chrome.i18n.getUILanguage();
}
