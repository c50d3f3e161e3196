// Knows how hard a password is to guess, from 0 (at once) to 4 (not in a lifetime).
// The word lists are large: they are loaded when the first new password is typed.

/** How hard to guess: 0 and 1 are weak. */
export type Strength = 0 | 1 | 2 | 3 | 4;

/** Below this a password needs an explicit yes. */
export const FAIR: Strength = 2;

/** Longer than this nothing is gained, and guessing gets slow. */
const LOOKED_AT = 64;

type Estimator = (password: string) => Strength;

let estimator: Promise<Estimator> | null = null;

/** The strength of a password; the first call loads the word lists. */
export const estimateStrength = async (password: string): Promise<Strength> => {
  estimator ??= loadEstimator().catch(() => byLength);
  return (await estimator)(password.slice(0, LOOKED_AT));
};

async function loadEstimator(): Promise<Estimator> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (password) => {
    if (password === '') return 0;
    const { score } = zxcvbn.check(password);
    // It keeps what it looked at last, and so do regular expressions (`RegExp.input`): let that be nothing.
    zxcvbn.check('');
    /x/.test('x');
    return score;
  };
}

/** Without the word lists only the length is left to judge by. */
function byLength(password: string): Strength {
  if (password.length < 10) return 0;
  return password.length < 16 ? 2 : 3;
}
