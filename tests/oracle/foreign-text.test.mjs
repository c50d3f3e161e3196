// Reads the page's files and finds text of the type `Foreign` that is drawn without a direction of its own.
// It knows the names of such members, from extension/engine.types.ts; what the text says is nothing to it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const EXTENSION = path.resolve(import.meta.dirname, '../../extension');
/** What isolates whatever it is given. */
const ISOLATING = /<(bdi[^>]*|PageTitle)>$/;
/** Titles of choices are our own words. */
const OURS = new Set(['option.title']);
/** An expression that is drawn: it stands behind a tag, behind another one, or behind words; not behind `=`, `$`, `(` or an operator. */
const DRAWN = /[>}\w.;]\s*$/;

test('a name from elsewhere is drawn with a direction of its own, everywhere', () => {
  const members = foreignMembers();
  assert.ok(members.size >= 10, [...members].join());
  const bare = [];
  let isolated = 0;
  for (const file of fs.readdirSync(EXTENSION, { recursive: true }).filter((name) => name.endsWith('.tsx'))) {
    const text = fs.readFileSync(path.join(EXTENSION, file), 'utf8');
    isolated += text.split(/<(?:Foreign |bdi)/).length - 1;
    for (const line of bareNames(text, members)) bare.push(`${file}:${line}`);
  }
  assert.ok(isolated >= 10, `${isolated} names`);
  assert.deepEqual(bare, [], 'draw these with <Foreign text={…} />');
});

test('the check sees a bare name, and one that hides behind another', () => {
  const members = new Set(['name', 'note']);
  const seen = (text) => bareNames(text, members).length;
  assert.equal(seen('<p>{contact.name}</p>'), 1);
  assert.equal(seen('<p>\n  {contact.name}\n</p>'), 1);
  assert.equal(seen("<p>{contact.name === '' ? t('none') : contact.note}</p>"), 1);
  assert.equal(seen("<p>{contact.note ?? t('none')}</p>"), 1);
  assert.equal(seen('<p><bdi>{contact.name}</bdi> {contact.network}</p>'), 0);
  assert.equal(seen("<p title={contact.name}>{contact.name === ''}</p>"), 0);
  assert.equal(seen("<p>{contact.note !== '' && <Foreign text={contact.note} />}</p>"), 0);
  assert.equal(seen("<p>{t('sentence', { name: contact.name })}</p>"), 0);
});

function foreignMembers() {
  const types = fs.readFileSync(path.join(EXTENSION, 'engine.types.ts'), 'utf8');
  return new Set([...types.matchAll(/\b(\w+): Foreign\b/g)].map(([, member]) => member));
}

/** The lines on which such a member is drawn as it is. */
function bareNames(text, members) {
  const lines = [];
  for (const { index } of text.matchAll(/\{/g)) {
    const before = text.slice(0, index);
    if (!DRAWN.test(before) || ISOLATING.test(before.trimEnd())) continue;
    const expression = text.slice(index + 1, closing(text, index));
    const isCode = /[<;{]|=>/.test(expression);
    const ends = expression.split(/\?\?|\|\||&&|\?(?!\.)|:/).map((end) => end.trim());
    if (!isCode && !OURS.has(expression) && ends.some((end) => members.has(/^[\w.?!]+\.(\w+)$/.exec(end)?.[1]))) {
      lines.push(before.split('\n').length);
    }
  }
  return lines;
}

function closing(text, from) {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  return text.length;
}
