// The page stays quick with the largest wallet: importing it, and searching its lists. What it draws is counted; how long its thread
// was busy is told, since a time depends on the machine.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { launch } from './support/chromium.mjs';
import { discard, scratch, TOOLS } from './support/project.mjs';
import { createVault, openFile, report } from './support/steps.mjs';

/** As `hostile` makes it: so many Ledgers, identities, accounts, credentials, co-signers and contacts each. */
const EACH = 2_000;
const PASSWORD = '123456';
/** Elements of a page, however long its list is: a hundred rows of some fifteen, and what stands around them. */
const MOST_NODES = 4_000;

describe('the page with the largest wallet', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let folder;

  before(async () => {
    folder = await scratch('quick');
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    await screen.page.evaluate(() => {
      globalThis.longTasks = [];
      new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({
        type: 'longtask',
      });
    });
  });

  after(async () => {
    await chromium?.close();
    await discard(folder);
  });

  /** Does it, and tells how long the page's thread was busy without a pause. */
  async function watched(t, what, deed) {
    await screen.page.evaluate(() => (globalThis.longTasks.length = 0));
    await deed();
    await screen.still();
    const { tasks, nodes } = await screen.page.evaluate(() => ({ tasks: globalThis.longTasks, nodes: document.querySelectorAll('*').length }));
    t.diagnostic(`${what}: ${nodes} nodes; tasks over 50 ms: ${tasks.length === 0 ? 'none' : tasks.join(', ')}`);
    assert.ok(nodes <= MOST_NODES, `${what}: ${nodes} nodes`);
  }

  test('draws no more than is looked at', async (t) => {
    const { stdout } = await promisify(execFile)(path.join(TOOLS, 'hostile'), ['links', String(EACH)], {
      encoding: 'buffer',
      maxBuffer: 80 * 1024 * 1024,
    });
    const file = path.join(folder, 'largest.json');
    await writeFile(file, stdout);
    await watched(t, 'the preview', () => openFile(screen, { path: file, password: PASSWORD }));
    await watched(t, 'the import', async () => {
      await screen.click('import-apply');
      await report(screen);
    });
    for (const [route, row] of [['accounts', 'account-row'], ['identities', 'identity-row'], ['contacts', 'contact-row']]) {
      await watched(t, route, async () => {
        await screen.goTo(route);
        await screen.see(row);
      });
    }
    await watched(t, 'a search, letter by letter', async () => {
      await screen.type('contacts-search', '');
      const input = await screen.see('contacts-search');
      await input.type('4321');
      await screen.page.waitForFunction(() => document.querySelectorAll('[data-testid="contact-row"]').length < 100);
    });
    await screen.goTo('accounts');
    await watched(t, 'a search of accounts', async () => {
      const input = await screen.see('accounts-search');
      await input.type('4321');
      await screen.page.waitForFunction(() => document.querySelectorAll('[data-testid="account-row"]').length < 100);
    });
  });
});
