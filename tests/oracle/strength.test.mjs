// Holds the password meter to a table of each language: the passwords that people choose first, dates, walks over the keyboards, and words.
// What is alike gets alike in every language, and nothing gets more than a dictionary's size allows.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { buildSync } from 'esbuild';

import { packedStrength } from '../../extension/strength.pack.mjs';

const read = (path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

const LANGUAGES = Object.keys(JSON.parse(read('../../extension/languages.json')));
const packed = JSON.parse(packedStrength().content);
const { guesser } = await bundled('guesses.ts');
const { classOf, ownNames } = await bundled('strength.ts');
const { value: guess, pauses } = await counted(() => guesser(packed, LANGUAGES));
const strength = (password, names = []) => classOf(guess(password, names));

/** What comes of it, and how often it let others do something meanwhile. */
async function counted(work) {
  const { setTimeout } = globalThis;
  let pauses = 0;
  globalThis.setTimeout = (...what) => {
    pauses += 1;
    return setTimeout(...what);
  };
  const value = await work();
  globalThis.setTimeout = setTimeout;
  return { value, pauses };
}

/** What people of a language choose first. */
const WORST = {
  en: 'password iloveyou letmein welcome sunshine princess dragon monkey football baseball shadow superman trustno1 qwerty123 admin passw0rd starwars whatever freedom Password1!',
  da: 'adgangskode kodeord password hejmeddig hejhej fodbold danmark sommer kærlighed brøndby jegelskerdig elsker kanin skat hunden mathias christian frederik velkommen hemmelig',
  de: 'passwort hallo schatz fussball fußball ficken berlin hallo123 schalke04 geheim passwort1 sommer daniel sonnenschein ichliebedich arschloch qwertz bayern werder liebling',
  es: 'contraseña contrasena tequiero teamo hola mierda realmadrid barcelona alejandro princesa estrella amorcito mexico america carlos tequieromucho familia bonita corazón mariposa',
  fr: 'motdepasse azerty loulou doudou soleil chouchou bonjour jetaime marseille azertyuiop nicolas camille coucou maman chocolat chaton amour lapin cheval secret',
  ar: 'كلمةالسر محمد احمد الله بسمالله حبيبي مرحبا السلام فاطمة مصر mohamed ahmed mohammed allah habibi bismillah muslim salam محمد123 ahmed123',
};
/** One line over the letters of the usual keyboard, and dates as they are written. */
const WALKS = { en: 'qwertyuiop', da: 'asdfghjklæø', de: 'qwertzuiopü', es: 'asdfghjklñ', fr: 'azertyuiop', ar: 'ضصثقفغعه' };
const DATES = { en: '07/24/1985', da: '24.07.1985', de: '24.07.1985', es: '24/07/1985', fr: '24-07-1985', ar: '24071985' };
/** A word, as people decorate it; and two, three and four that have nothing to do with each other. */
const WORDS = {
  en: ['Elephant2024!', 'tortoise lamp', 'tortoise lamp cloud', 'tortoise lamp cloud stairs', 'tortoise-Lamp-cloud-stairs'],
  da: ['Elefanten2024!', 'elefant lampe', 'elefant lampe skyer', 'elefant lampe skyer trappe', 'elefant-Lampe-skyer-trappe'],
  de: ['Elefant2024!', 'giraffe lampe', 'giraffe lampe wolke', 'giraffe lampe wolke treppe', 'Giraffe-Lampe-Wolke-Treppe'],
  es: ['Elefante2024!', 'tortuga lámpara', 'tortuga lámpara nube', 'tortuga lámpara nubes camino', 'tortuga-Lámpara-nubes-camino'],
  fr: ['Éléphant2024!', 'tortue lampe', 'tortue lampe nuage', 'tortue lampe nuage palier', 'tortue-Lampe-nuage-palier'],
  ar: ['الفيل2024!', 'سلحفاة مصباح', 'سلحفاة مصباح سحابة', 'سلحفاة مصباح سحابة درجات', 'سلحفاة-مصباح-سحابة-درجات'],
};
/** Words that are long, and one all the same; or what is counted, or said, in every language. */
const ONE_WORD = {
  en: ['constructor', 'counterrevolutionary', 'january february march april', 'one two three four', 'i love you'],
  da: ['speciallægepraksis', 'januar februar marts april', 'en to tre fire fem', 'jeg elsker dig'],
  de: ['Geschwindigkeitsbegrenzung', 'januar februar märz april', 'eins zwei drei vier', 'ich liebe dich'],
  es: ['desafortunadamente', 'enero febrero marzo abril', 'uno dos tres cuatro', 'te quiero mucho'],
  fr: ['anticonstitutionnellement', 'janvier février mars avril', 'un deux trois quatre cinq', 'mot de passe'],
  ar: ['يناير فبراير مارس أبريل', 'واحد اثنان ثلاثة أربعة', 'كلمة السر'],
};

for (const language of LANGUAGES) {
  test(`${language}: what people choose first is very weak, or weak, however it is decorated`, () => {
    for (const password of WORST[language].split(' ')) {
      assert.equal(strength(password), 0, password);
      for (const decorated of [`${password}1985`, `${password}!`, `${password[0].toUpperCase()}${password.slice(1)}1`, [...password].reverse().join('')]) {
        assert.ok(strength(decorated) < 2, `${decorated}: ${strength(decorated)}`);
      }
    }
  });

  test(`${language}: dates and walks over the keyboard are weak`, () => {
    for (const password of [WALKS[language], [...WALKS[language]].reverse().join(''), DATES[language]]) {
      assert.ok(strength(password) < 2, `${password}: ${strength(password)}`);
      assert.ok(strength(`${password}!1985`) < 3, password);
    }
  });

  test(`${language}: one word is weak, two are, three are fair, four are very strong`, () => {
    assert.deepEqual(WORDS[language].map((password) => strength(password)), [1, 1, 2, 4, 4], WORDS[language].map((password) => `${guess(password, []).toFixed(1)} ${password}`).join('\n'));
  });

  test(`${language}: a long word, what is counted, and what is said to everybody is no passphrase`, () => {
    for (const password of ONE_WORD[language]) assert.ok(strength(password) < 3, `${password}: ${guess(password, [])}`);
  });

  test(`${language}: words are never worth more than dictionaries of 8192 words`, () => {
    for (const password of WORDS[language].slice(1)) {
      const words = password.split(/[ -]/u);
      const most = words.length * Math.log10(2 ** 13) + words.reduce((more, word) => more + Math.max(0, word.length - 8) * Math.log10(2 ** 1.3), 0);
      const capitals = words.filter((word) => /\p{Lu}/u.test(word)).length * Math.log10(2);
      assert.ok(guess(password, []) <= most + capitals + 1e-9, `${password}: ${guess(password, [])} > ${most}`);
    }
  });
}

test('what it takes is made in steps, for somebody is typing', () => {
  assert.ok(pauses >= 4, `${pauses} pauses`);
});

test('the words of a person’s own names are no secret', () => {
  const names = ['Mette Kjærgaard', 'Ferienhaus Ærø', '19850724'];
  for (const password of ['Kjærgaard', 'mettekjærgaard', 'kjærgaard1985', 'Ferienhaus24!', 'ferienhaus ærø', '19850724', 'Kj@rgaard1'.replace('@', 'æ')]) {
    assert.ok(strength(password, names) < 2, `${password}: ${guess(password, names)}`);
    assert.ok(guess(password, names) <= guess(password, []), password);
  }
  assert.ok(guess('Kjærgaard', names) < guess('Kjærgaard', []) - 1);
});

test('the names are those of accounts and identities, and what identities say of their owner', () => {
  const wallet = {
    accounts: [{ name: 'Savings' }],
    identities: [{ name: 'Passport', attributes: { firstName: 'Mette', lastName: 'Kjærgaard', dob: '19850724', nationality: 'DK' } }],
  };
  assert.deepEqual(ownNames(wallet), ['Mette', 'Kjærgaard', '19850724', 'Passport', 'Savings']);
});

test('what is drawn by lot is taken for it', () => {
  const drawn = { 'tr4Kp9wZ': 2, 'xK9#mQ2$vLp4': 3, 'qzjxkvbwpmty': 3, 'q9$Rt!2pL@7zWx#4': 4, 'vwkqjzpxgtbnmhcd': 4, '83920174650284': 2 };
  for (const [password, least] of Object.entries(drawn)) assert.ok(strength(password) >= least, `${password}: ${guess(password, [])}`);
});

test('what repeats is worth what it repeats', () => {
  for (const password of ['aaaaaaaaaaaaaaaa', 'abcabcabcabcabc', 'haus haus haus haus', 'حصان حصان حصان حصان', '121212121212', 'abcdefghijkl']) {
    assert.ok(strength(password) < 2, `${password}: ${guess(password, [])}`);
  }
});

test('words written as one are not worth more than written apart, and nothing is worth less than nothing', () => {
  for (const words of Object.values(WORDS).map(([, , , four]) => four)) assert.ok(guess(words.replaceAll(' ', ''), []) <= guess(words, []), words);
  for (const odd of ['', ' ', '    ', '-_-', '😀', '😀😀😀😀', '\u0000', '__proto__', 'toString', 'ß', 'ﻻ', '\ud83d']) assert.ok(guess(odd, []) >= 0, JSON.stringify(odd));
});

test('the words that the texts are made of read like words, and letters drawn by lot do not', () => {
  // Eight letters and more: shorter ones are bounded by their length.
  const texts = LANGUAGES.filter((language) => language !== 'ar').flatMap((language) => words(language));
  assert.ok(texts.length > 100, `${texts.length} words`);
  const strange = texts.filter((word) => guess(word, []) > 13 * Math.log10(2) + Math.max(0, word.length - 8) * 1.3 * Math.log10(2) + 0.61);
  assert.ok(strange.length * 50 <= texts.length, `${strange.length} of ${texts.length}: ${strange.slice(0, 20).join(' ')}`);
});

test('the list is the first of the world’s, in their order to a factor of two', () => {
  assert.ok(packedStrength().content.length < 75_000);
  assert.ok(guess('123456', []) < 1.6 && guess('password', []) < 1.6);
  for (const block of packed.common) assert.match(block, /^A/);
});

/** The words of eight letters and more in the texts of a language; so many of them as a test has time for. */
function words(language) {
  const messages = JSON.parse(read(`../../extension/_locales/${language}/messages.json`));
  const found = Object.values(messages).flatMap(({ message }) => message.match(/(?<![\p{L}{])\p{Ll}{8,}(?![\p{L}}_])/gu) ?? []);
  return [...new Set(found)].slice(0, 150);
}

/** A file of extension/ui as a module. */
async function bundled(name) {
  const entryPoints = [fileURLToPath(new URL(`../../extension/ui/${name}`, import.meta.url))];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
