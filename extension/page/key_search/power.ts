// Knows how it is said what a Ledger can do on an account, and what others can do there without it.

import type { PowerView } from '../../engine.types';
import type { Tone } from '../../ui/page';
import { t, type TextKey, tn } from '../../ui/texts';

interface Said {
  readonly badge: TextKey;
  readonly tone: Tone;
  readonly text: (missing: number) => string;
}

/** What can be done with an account, and by whom. */
export const POWERS: Readonly<Record<PowerView, Said>> = {
  alone: { badge: 'power_alone', tone: 'good', text: () => t('power_alone_text') },
  'alone-before-others': { badge: 'power_before', tone: 'warn', text: () => t('power_before_text') },
  'others-too': { badge: 'power_others', tone: 'bad', text: () => t('power_others_text') },
  'needs-more': { badge: 'power_more', tone: 'warn', text: (missing) => tn('power_more_text', missing) },
  'others-rule': { badge: 'power_rule', tone: 'bad', text: (missing) => tn('power_rule_text', missing) },
};
