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
/** Rows that may be drawn before the browser paints, and hears the person, again: as `LongList` has it. */
const SLICE = 20;
/** Rows of a list before a button is pressed. */
const AT_ONCE = 100;
const ROWS = '[data-testid="account-row"], [data-testid="identity-row"], [data-testid="contact-row"]';

describe('the page with the largest wallet', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let folder;

  before(async () => {
    folder = await scratch('quick');
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
    await screen.page.evaluate((rows) => {
      globalThis.longTasks = [];
      globalThis.drawn = [];
      globalThis.lowered = 0;
      new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({
        type: 'longtask',
      });
      // What one task draws is told at once, when it ends.
      new MutationObserver((changes) => {
        const added = new Set(changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node.isConnected && node instanceof Element));
        const found = new Set([...added].flatMap((node) => (node.matches(rows) ? [node] : [...node.querySelectorAll(rows)])));
        if (found.size > 0) globalThis.drawn.push(found.size);
      }).observe(document, { childList: true, subtree: true });
      const { toLocaleLowerCase } = String.prototype;
      String.prototype.toLocaleLowerCase = function (...locales) {
        globalThis.lowered += 1;
        return toLocaleLowerCase.apply(this, locales);
      };
    }, ROWS);
  });

  after(async () => {
    await chromium?.close();
    await discard(folder);
  });

  /** Does it, and tells how long the page's thread was busy without a pause. Answers how many rows each task drew. */
  async function watched(t, what, deed) {
    await screen.page.evaluate(() => (globalThis.longTasks.length = globalThis.drawn.length = 0));
    await deed();
    await screen.allData('app');
    await screen.still();
    const { tasks, drawn, nodes } = await screen.page.evaluate(() => ({
      tasks: globalThis.longTasks,
      drawn: globalThis.drawn,
      nodes: document.querySelectorAll('*').length,
    }));
    t.diagnostic(`${what}: ${nodes} nodes, rows by ${drawn.join(', ') || 'none'}; tasks over 50 ms: ${tasks.join(', ') || 'none'}`);
    assert.ok(nodes <= MOST_NODES, `${what}: ${nodes} nodes`);
    assert.ok(Math.max(0, ...drawn) <= 2 * SLICE, `${what}: rows by ${drawn.join(', ')}`);
    return drawn;
  }

  /** Types something, and stops typing. Answers how many texts were made ready to be searched. */
  async function lowered(field, typed) {
    const before = await screen.page.evaluate(() => globalThis.lowered);
    const input = await screen.see(field);
    await input.type(typed);
    await new Promise((resolve) => setTimeout(resolve, 600));
    return (await screen.page.evaluate(() => globalThis.lowered)) - before;
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
      const drawn = await watched(t, route, async () => {
        await screen.goTo(route);
        await screen.see(row);
      });
      assert.ok(drawn.length >= AT_ONCE / (2 * SLICE), `in several pieces: ${drawn.join(', ')}`);
      assert.ok((await screen.allData(row)).length >= AT_ONCE, 'and then the hundred is whole');
    }
    for (const list of ['contacts', 'accounts']) {
      await watched(t, `a search of ${list}, letter by letter`, async () => {
        await screen.goTo(list);
        const first = await lowered(`${list}-search`, '4');
        const next = await lowered(`${list}-search`, '321');
        t.diagnostic(`texts of ${list} made ready: ${first} with the first letter, ${next} with the next three`);
        assert.ok(first >= EACH && next <= 20, `${first}, then ${next} texts were made ready`);
        assert.ok((await screen.allData(`${list.slice(0, -1)}-row`)).length < SLICE, 'and it was found');
      });
    }
  });
});
