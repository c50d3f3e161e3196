// What the page waits for longest, begun before the rest of it is there: the engine, the texts, and the colours of the first paint.

import { readMarker } from '../chrome/summary';
import { openEngine } from '../engine';
import { firstTexts } from '../ui/texts';
import { wear } from '../ui/theme';

wear();
void firstTexts();
export const engine = openEngine(readMarker);
