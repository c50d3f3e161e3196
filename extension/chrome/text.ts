// Touches chrome.i18n: the words of the product, and which way they run.

/** The text of a key of `_locales`, or the empty string when there is none. */
export function text(key: string): string {
  return chrome.i18n.getMessage(key);
}

/** The language of the texts, as in `<html lang>`. */
export function language(): string {
  return chrome.i18n.getMessage('@@ui_locale').replace('_', '-');
}

/** The direction of the texts, as in `<html dir>`. */
export function direction(): 'ltr' | 'rtl' {
  return chrome.i18n.getMessage('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr';
}
