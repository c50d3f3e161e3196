// The accessibility rules of axe-core on what a page shows, in light and in dark.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Animations are over before colours are measured. */
export async function accessible(screen) {
  for (const scheme of ['light', 'dark']) {
    await screen.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await screen.still();
    await screen.page.evaluate(axe);
    const violations = await screen.page.evaluate(async () => {
      const found = await globalThis.axe.run(document, { resultTypes: ['violations'] });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
    });
    assert.deepEqual(violations, [], `${screen.page.url()} in ${scheme}`);
  }
}
