// Knows how a question on a Ledger is shown: its pages in order, and for each what the hand does. The pages are the engine's.

import type { JSX } from 'preact';

import type { Gesture, LedgerModel, Remark, ScreenPage, Screens } from '../../engine.types';
import { listed } from '../../ui/format';
import { t, type TextKey } from '../../ui/texts';
import { LedgerPage } from './picture';

const HANDS: Readonly<Record<Gesture['hand'], TextKey>> = {
  right: 'hand_right',
  'right-until': 'hand_right_until',
  both: 'hand_both',
  swipe: 'hand_swipe',
  tap: 'hand_tap',
  hold: 'hand_hold',
};

const REMARKS: Readonly<Record<Remark, TextKey>> = {
  'nothing-is-signed': 'remark_nothing_is_signed',
  'only-finds-accounts': 'remark_only_finds_accounts',
  'may-take-two-pages': 'remark_may_take_two_pages',
};

interface StepsProps {
  readonly model: LedgerModel | null;
  readonly pages: readonly ScreenPage[];
  /** What the pages lead to. */
  readonly way: 'yes' | 'no' | 'start';
}

/** Pages, and the way from one to the next. */
export const LedgerSteps = ({ model, pages, way }: StepsProps): JSX.Element => (
  <ol class="ledger-steps" data-testid="ledger-steps" data-way={way}>
    {pages.map(({ lines, gesture }, position) => (
      <li
        key={position}
        class="ledger-step"
        data-testid="ledger-step"
        data-way={way}
        data-screen={lines.join(' | ')}
        data-hand={gesture.hand}
        data-words={wordsOf(gesture)}
      >
        <LedgerPage model={model} lines={lines} gesture={gesture} />
        <span class="visually-hidden">{t('screen_says', { words: listed(lines) })}</span>
        <p class="ledger-hand">{handOf(gesture)}</p>
      </li>
    ))}
  </ol>
);

/** What the hand does, as a sentence. */
export const handOf = (gesture: Gesture): string => t(HANDS[gesture.hand], { words: wordsOf(gesture) ?? '' });

function wordsOf(gesture: Gesture): string | undefined {
  return 'words' in gesture ? gesture.words : undefined;
}

interface QuestionProps {
  readonly model: LedgerModel | null;
  readonly screens: Screens;
}

/** The way to "yes"; what has to be said about its words; and the way to "no". */
export const LedgerQuestion = ({ model, screens }: QuestionProps): JSX.Element => (
  <div class="ledger-question" data-testid="ledger-question" data-label={screens.label} data-seen={screens.isSeen}>
    <LedgerSteps model={model} pages={screens.yes} way="yes" />
    {screens.remarks.length > 0 && (
      <ul class="ledger-remarks">
        {screens.remarks.map((remark) => (
          <li key={remark} data-testid="ledger-remark" data-remark={remark}>
            {t(REMARKS[remark])}
          </li>
        ))}
      </ul>
    )}
    {!screens.isSeen && <p class="hint">{t('screens_not_seen', { label: screens.label })}</p>}
    <details class="ledger-refuse">
      <summary data-testid="ledger-refuse">{t('screens_refuse')}</summary>
      <p>{t('screens_refuse_text')}</p>
      <LedgerSteps model={model} pages={screens.no} way="no" />
    </details>
  </div>
);
