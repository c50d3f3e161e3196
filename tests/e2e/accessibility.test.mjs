// Every screen against the accessibility rules of axe-core, in light and in dark.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { desktopExport } from './support/project.mjs';
import { createVault, importFile, openFile } from './support/steps.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('accessibility', { timeout: 240_000 }, () => {
  let chromium;
  let screen;

  before(async () => {
    chromium = await launch();
    screen = await chromium.openPage();
  });

  after(() => chromium?.close());

  test('first run', async () => {
    await screen.see('vault-create-password');
    await fine(screen);
    await createVault(screen);
  });

  test('an empty wallet', () => everyRoute(screen));

  test('a preview', async () => {
    await openFile(screen, await desktopExport());
    await fine(screen);
  });

  test('a full wallet', async () => {
    await importFile(screen, await desktopExport());
    await fine(screen);
    await everyRoute(screen);
  });

  test('locked', async () => {
    await screen.click('lock');
    await screen.see('unlock-password');
    await fine(screen);
  });

  test('the popup', async () => {
    const popup = await chromium.openPopup();
    await popup.see('popup-state');
    await fine(popup);
  });

  test('the language and its direction are declared', async () => {
    const { lang, dir } = await screen.page.evaluate(() => ({
      lang: document.documentElement.lang,
      dir: document.documentElement.dir,
    }));
    assert.match(lang, /^en/);
    assert.equal(dir, 'ltr');
  });
});

async function everyRoute(screen) {
  for (const route of ['accounts', 'identities', 'contacts', 'export', 'import', 'recover', 'settings']) {
    await screen.goTo(route);
    await fine(screen);
  }
}

/** Animations are over before colours are measured. */
async function fine(screen) {
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
