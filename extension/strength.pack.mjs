// Makes what the password meter knows: the most common passwords of all the world, the worst ones of each language of ours that such a list
// ranks far down, keyboards, and what people count. Cut from the list of @zxcvbn-ts/language-common; no dictionary of any language is in it.

import common from '@zxcvbn-ts/language-common';

/** How many of the common passwords; beyond them a password is judged by what it is made of. */
const COMMON = 10_000;
/** The first block of the list; each one after it is twice as long, and sorted, so that it packs well: ranks are right to a factor of two. */
const FIRST_BLOCK = 32;

/** The passwords that lists of each language lead with, and the world's list does not have among its first. */
const WORST = {
  ar: 'محمد احمد أحمد الله بسمالله كلمةالسر كلمةالمرور السلام سلام حبيبي حبيبتي مرحبا مصر الجزائر المغرب السعودية فاطمة حبي قلبي ماما ahmed mohamed habibi allah marhaba salam misr',
  da: 'adgangskode kodeord hejmeddig hejhej fodbold velkommen hemmelig danmark københavn kobenhavn kærlighed brøndby brondby jegelskerdig elsker kanin skat hunden mormor morfar familie bamse odense aalborg aarhus århus',
  de: 'passwort kennwort schatz schatzi hallo geheim ichliebedich fussball fußball schalke04 hallohallo arschloch sonnenschein liebling mama1234 hasi mausi prinzessin bayern werder deutschland hallo123 passwort1 qwertz qwertzuiop',
  es: 'contraseña contrasena tequiero tequieromucho teamo teamomucho hola holahola holamundo amorcito mariposa corazon corazón realmadrid mierda familia miamor bebe chocolate estrellita princesa clave secreto',
  fr: 'motdepasse azerty azertyuiop jetaime jetaimefort loulou doudou chouchou coucou maman papa chaton amour marseille bonjour soleil chocolat lapin cheval monamour moncoeur secret',
};

const COUNTED = {
  ar: 'واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة',
  da: 'en to tre fire fem seks syv otte ni ti',
  de: 'eins zwei drei vier fünf sechs sieben acht neun zehn',
  en: 'one two three four five six seven eight nine ten',
  es: 'uno dos tres cuatro cinco seis siete ocho nueve diez',
  fr: 'un deux trois quatre cinq six sept huit neuf dix',
};

/** The rows of the keyboards that the list does not have: keys as they are and shifted; the first row begins half a key further left. */
const KEYBOARDS = {
  arabic: ['ذّ 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+', 'ضَ صً ثُ قٌ ف غإ ع ه خ ح ج د', 'ش س ي ب لأ اأ ت ن م ك ط', 'ئ ء ؤ ر ﻻ ىآ ة و ز ظ؟'],
  danish: ['½§ 1! 2" 3# 4¤ 5% 6& 7/ 8( 9) 0= +? ´`', 'qQ wW eE rR tT yY uU iI oO pP åÅ ¨^', "aA sS dD fF gG hH jJ kK lL æÆ øØ '*", 'zZ xX cC vV bB nN mM ,; .: -_'],
  spanish: ['ºª 1! 2" 3· 4$ 5% 6& 7/ 8( 9) 0= \'? ¡¿', 'qQ wW eE rR tT yY uU iI oO pP `^ +*', 'aA sS dD fF gG hH jJ kK lL ñÑ ´¨ çÇ', 'zZ xX cC vV bB nN mM ,; .: -_'],
};
const OF_THE_LIST = ['azerty', 'keypad', 'qwerty', 'qwertz'];

/** The packaged file: its path in the extension, and what it holds. */
export function packedStrength() {
  const content = {
    common: blocks(common.dictionary['passwords-common'].filter((password) => !/[A-Z\n]/.test(password)).slice(0, COMMON)),
    worst: inTurn(Object.values(WORST).map((words) => words.split(' '))),
    counted: Object.fromEntries(Object.entries(COUNTED).map(([language, words]) => [language, words.split(' ')])),
    graphs: {
      ...Object.fromEntries(OF_THE_LIST.map((name) => [name, common.adjacencyGraphs[name]])),
      ...Object.fromEntries(Object.entries(KEYBOARDS).map(([name, rows]) => [name, graph(rows.map((row) => row.split(' ')))])),
    },
  };
  return { path: 'strength.json', content: JSON.stringify(content) };
}

/** Blocks of passwords by rank, sorted; before each, as a capital letter, how many characters it shares with the one before it. */
function blocks(passwords) {
  const packed = [];
  for (let from = 0, size = FIRST_BLOCK; from < passwords.length; from += size, size *= 2) {
    let before = '';
    const block = passwords.slice(from, from + size).sort().map((password) => {
      let shared = 0;
      while (shared < 25 && shared < before.length && password[shared] === before[shared]) shared += 1;
      before = password;
      return String.fromCharCode(65 + shared) + password.slice(shared);
    });
    packed.push(block.join(''));
  }
  return packed;
}

/** The first of each list, the second of each, and so on. */
function inTurn(lists) {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}

/** Who lies beside whom on a keyboard, in the six directions that the list's own graphs have. */
function graph(rows) {
  const at = new Map();
  for (const [y, row] of rows.entries()) for (const [x, key] of row.entries()) at.set(`${x + (y === 0 ? 0 : 1)} ${y}`, key);
  const beside = {};
  for (const [place, key] of at) {
    const [x, y] = place.split(' ').map(Number);
    const around = [[x - 1, y], [x, y - 1], [x + 1, y - 1], [x + 1, y], [x, y + 1], [x - 1, y + 1]];
    for (const character of key) beside[character] = around.map(([column, row]) => at.get(`${column} ${row}`) ?? null);
  }
  return beside;
}
