// Every screen a person can meet, drawn from the samples of tests/ui-preview: by the rules of axe-core (WCAG 2.2 AA), light and dark, in
// forced colours, in a phone's window, at a zoom of two and of four, from right to left. One browser; each screen is opened once.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { faults } from '../ui-preview/everywhere.mjs';
import { everyName } from '../ui-preview/look.mjs';
import { openStage } from '../ui-preview/stage.mjs';

/** At the same time: the browser has one process for each. */
const PAGES = 2;
describe('every screen', { timeout: 900_000 }, () => {
  let stage;

  before(async () => {
    stage = await openStage();
  });

  after(() => stage?.close());

  test('is in order, for everybody', async (t) => {
    const names = everyName(stage);
    const left = [...names];
    const broken = [];
    const work = async () => {
      const page = await stage.browser.newPage();
      const devtools = await page.createCDPSession();
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        try {
          broken.push(...(await faults(page, devtools, stage, name)).map((fault) => `${name}: ${fault}`));
        } catch (error) {
          broken.push(`${name}: ${error.message}`);
        }
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: PAGES }, work));
    t.diagnostic(`${names.length} screens`);
    assert.deepEqual(broken.sort(), []);
  });
});
