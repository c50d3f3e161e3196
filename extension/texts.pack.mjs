// Makes the packaged texts out of `_locales`: one list of keys for all languages, and for each language its texts in that order, without
// what is only for whoever translates. What a language does not say yet is said in English, sentence by sentence.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The manifest's own texts: the browser itself looks for them in `_locales`. */
const OF_THE_MANIFEST = ['app_name', 'app_description'];

/** Every packaged text file: its path in the extension, and what it holds. */
export function packedTexts() {
  const english = textsOf('en');
  const spoken = Object.keys(read('languages.json')).map((language) => [language, { ...english, ...textsOf(language) }]);
  const keys = [...new Set(spoken.flatMap(([, texts]) => Object.keys(texts)))];
  const files = { 'texts/keys.json': keys };
  for (const [language, texts] of spoken) {
    files[`texts/${language}.json`] = keys.map((key) => texts[key] ?? '');
    const manifest = OF_THE_MANIFEST.map((key) => [key, { message: texts[key] }]);
    files[`_locales/${language}/messages.json`] = Object.fromEntries(manifest);
  }
  return Object.entries(files).map(([path, content]) => ({ path, content: JSON.stringify(content) }));
}

function textsOf(language) {
  const entries = Object.entries(read(`_locales/${language}/messages.json`));
  return Object.fromEntries(entries.map(([key, { message }]) => [key, message]));
}

function read(path) {
  return JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'));
}
