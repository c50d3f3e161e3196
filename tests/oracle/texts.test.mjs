// Reads the page's files as a compiler does and finds words that are written there instead of in `_locales`; holds the forms of numbers in
// extension/languages.json against those of Unicode's CLDR, as the engine of the browser has them; and opens the packaged texts.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'acorn';
import { transformSync } from 'esbuild';

import { packedTexts } from '../../extension/texts.pack.mjs';

const EXTENSION = path.resolve(import.meta.dirname, '../../extension');
const LANGUAGES = JSON.parse(fs.readFileSync(path.join(EXTENSION, 'languages.json'), 'utf8'));
/** What a person reads or hears of an element's properties. */
const READ_ALOUD = new Set(['alt', 'aria-description', 'aria-label', 'aria-roledescription', 'aria-valuetext', 'hint', 'label', 'placeholder', 'summary', 'title']);
const ENGLISH = JSON.parse(fs.readFileSync(path.join(EXTENSION, '_locales/en/messages.json'), 'utf8'));
/** The names of texts, which components take as well. */
const KEYS = new Set(Object.keys(ENGLISH));
/** What is pressed, with all that is in it. */
const PRESSED = new Set(['button', 'a', 'summary', 'Button']);
/** What has its name in a property. */
const NAMED = { CopyButton: 'label', Checkbox: 'label', Card: 'title', CheckCard: 'title' };
/** What else stands between quotation marks: names in the browser, on a Ledger and in files, and words that are talked about. */
const NOT_OURS = {
  about_check_text: ['cargo xtask package'],
  help_update_3: ['Developer mode', 'Update'],
  help_node_2: ['no account'],
  save_dialog_before: ['Warning: this site can see edits you make'],
  keys_refused: ['Allow'],
  device_grant_access_text: ['HID devices'],
  remark_nothing_is_signed: ['Sign'],
  remark_only_finds_accounts: ['Private key'],
  node_anyway_text: ['nothing there'],
  over_none_partial_text: ['no account'],
  over_none_listed_text: ['no account'],
  over_not_checked_text: ['no account'],
  sr_word_unlisted: ['nothing there'],
  ledgers_hint: ['Nano in the drawer'],
  fault_envelope_missing_metadata: ['metadata'],
  fault_envelope_missing_iterations: ['iterations'],
  fault_envelope_missing_salt: ['salt'],
  fault_envelope_missing_vector: ['initializationVector'],
  fault_envelope_missing_encryption_method: ['encryptionMethod'],
  fault_envelope_missing_key_derivation_method: ['keyDerivationMethod'],
  fault_envelope_vector_length: ['initializationVector'],
  fault_envelope_salt_length: ['salt'],
  notice_document_text_mended: ['\uFFFD'],
  fault_ledger_silent_advice: ['Pending / Ledger review'],
};
/** What stands beside no text of ours: units and names that are the same in every language. */
const NO_WORDS = /^(?:[^\p{L}]*|m)$/u;

test('no word that a person reads stands in the code', () => {
  const files = fs.readdirSync(EXTENSION, { recursive: true }).filter((name) => name.endsWith('.tsx'));
  assert.ok(files.length > 40, `${files.length} files`);
  const found = files.flatMap((file) => words(fs.readFileSync(path.join(EXTENSION, file), 'utf8')).map((word) => `${file}: ${word}`));
  assert.deepEqual(found, [], 'these belong into extension/_locales/en/messages.json');
});

test('every control that a sentence names is a control, and is called so', () => {
  const called = controls();
  assert.ok(called.size > 150, `${called.size} controls`);
  const missing = [];
  for (const [key, { message }] of Object.entries(ENGLISH)) {
    for (const [, quoted] of message.matchAll(/“([^”{]+)”/gu)) {
      if (!called.has(quoted) && !(key in NOT_OURS && NOT_OURS[key].includes(quoted))) missing.push(`${key}: “${quoted}”`);
    }
  }
  assert.deepEqual(missing, [], 'no button, link, switch or heading of any page is called that');
  for (const [key, names] of Object.entries(NOT_OURS)) {
    for (const name of names) assert.ok(ENGLISH[key]?.message.includes(`“${name}”`), `${key} does not say “${name}” any more`);
  }
});

test('the check knows what a person can press, or find by its heading', () => {
  assert.deepEqual([...controlsOf('<Button onClick={f}>{t("cancel")}</Button>')], ['cancel']);
  assert.deepEqual([...controlsOf('<Button>{t(a ? "cancel" : "done")}</Button>')], ['cancel', 'done']);
  assert.deepEqual([...controlsOf('<CopyButton text={x} label={t("copy")} />')], ['copy']);
  assert.deepEqual([...controlsOf('<Card title={t("copy")}><p>{t("done")}</p></Card>')], ['copy']);
  assert.deepEqual([...controlsOf('<p>{t("cancel")}</p>')], []);
});

test('the check sees words between tags, behind conditions and in what is read aloud', () => {
  assert.deepEqual(words('<p>Hello</p>'), ['Hello']);
  assert.deepEqual(words('<p>{t("hello")} you</p>'), [' you']);
  assert.deepEqual(words('<p>{a ? "yes" : b && `no ${c}`}</p>'), ['yes', 'no ']);
  assert.deepEqual(words('<input aria-label="Name" placeholder={a ?? "Your name"} />'), ['Name', 'Your name']);
  assert.deepEqual(words('<p class="hint" data-testid="x">{t("a")} · {count}</p>'), []);
});

test('the forms of a number are those that a browser asks for', () => {
  for (const [language, { forms }] of Object.entries(LANGUAGES)) {
    const rules = new Intl.PluralRules(language);
    const taken = new Set(Array.from({ length: 100_000 }, (_, count) => rules.select(count)));
    assert.deepEqual([...taken].sort(), [...forms].sort(), language);
  }
});

test('a packaged text is found by its key, in its own language or else in English', () => {
  const files = new Map(packedTexts().map(({ path: name, content }) => [name, JSON.parse(content)]));
  const keys = files.get('texts/keys.json');
  const texts = (language) => Object.fromEntries(keys.map((key, position) => [key, files.get(`texts/${language}.json`)[position]]));
  const english = texts('en');
  for (const language of Object.keys(LANGUAGES)) {
    const own = JSON.parse(fs.readFileSync(path.join(EXTENSION, '_locales', language, 'messages.json'), 'utf8'));
    for (const [key, text] of Object.entries(texts(language))) assert.equal(text, own[key]?.message ?? english[key], `${language} ${key}`);
    assert.deepEqual(Object.keys(files.get(`_locales/${language}/messages.json`)), ['app_name', 'app_description']);
  }
  assert.equal(english.cancel, 'Cancel');
});

/** The words in a file that are drawn, or read aloud, as they are. */
function words(source) {
  const { code } = transformSync(source, { loader: 'tsx', jsx: 'transform', jsxFactory: 'DRAW', jsxFragment: 'FRAGMENT', target: 'es2023' });
  const found = [];
  const say = (node) => {
    if (node == null) return;
    if (node.type === 'Literal' && typeof node.value === 'string' && !KEYS.has(node.value) && !NO_WORDS.test(node.value)) found.push(node.value);
    if (node.type === 'TemplateLiteral') for (const { value } of node.quasis) if (!NO_WORDS.test(value.cooked)) found.push(value.cooked);
    if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(say);
    if (node.type === 'LogicalExpression') [node.operator === '&&' ? null : node.left, node.right].forEach(say);
  };
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (node.type === 'CallExpression' && node.callee.name === 'DRAW') {
      const [, properties, ...children] = node.arguments;
      children.forEach(say);
      for (const { key, value } of properties.properties ?? []) if (READ_ALOUD.has(key?.name ?? key?.value)) say(value);
    }
    Object.values(node).forEach(visit);
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }).body);
  return found;
}

/** What the controls and headings of all pages are called. */
function controls() {
  const files = fs.readdirSync(EXTENSION, { recursive: true }).filter((name) => name.endsWith('.tsx'));
  const keys = files.flatMap((file) => [...controlsOf(fs.readFileSync(path.join(EXTENSION, file), 'utf8'))]);
  return new Set(keys.map((key) => ENGLISH[key].message));
}

/** The names of the texts that controls and headings of a file have. */
function controlsOf(source) {
  const { code } = transformSync(source, { loader: 'tsx', jsx: 'transform', jsxFactory: 'DRAW', jsxFragment: 'FRAGMENT', target: 'es2023' });
  const found = new Set();
  const name = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(name);
    if (node.type === 'Literal' && KEYS.has(node.value)) found.add(node.value);
    Object.values(node).forEach(name);
  };
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (node.type === 'CallExpression' && node.callee.name === 'DRAW') {
      const [what, properties, ...children] = node.arguments;
      const tag = what.value ?? what.name;
      if (PRESSED.has(tag)) name(children);
      for (const { key, value } of properties.properties ?? []) if (NAMED[tag] === (key?.name ?? key?.value)) name(value);
    }
    Object.values(node).forEach(visit);
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }).body);
  return found;
}
