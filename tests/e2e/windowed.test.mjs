// In a real window, what no headless browser shows: the chooser of devices, the question for a permission, the system's save dialog.
// Each is refused once, and then answered as the page says. Pictures of the whole screen are left in target/windowed.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { noDisplay, startDisplay } from './support/display.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport, discard, ROOT, scratch, until } from './support/project.mjs';
import { asked, createVault, importFile, indexThrough, sealBackup, useNode } from './support/steps.mjs';
import { approve } from './support/told.mjs';

const skip = noDisplay();
const PICTURES = path.join(ROOT, 'target/windowed');

describe('in a window', { timeout: 240_000 }, () => {
  let display;
  let node;
  let ledger;
  let chromium;
  let screen;
  let folder;

  before(async () => {
    if (skip) return;
    display = await startDisplay();
    await mkdir(PICTURES, { recursive: true });
    // Not in the browser's own folder: it lets no page write there.
    folder = await scratch('kept');
    node = await startNode();
    ledger = await startLedger({ version: '5.4.0' });
    chromium = await launch({ ledger, granted: false, display });
    screen = await chromium.openPage();
    await createVault(screen);
  });

  after(async () => {
    await chromium?.close();
    await ledger?.stop();
    await node?.stop();
    await display?.stop();
    if (folder !== undefined) await discard(folder);
  });

  const picture = (name) => display.picture(path.join(PICTURES, `${name}.png`));
  const keys = async (...names) => {
    // No faster than a hand: a bubble that has just opened is not yet all there.
    await display.hand('key', '--delay', 250, ...names);
  };

  /** Where on the screen the rows of the page's header are: nothing of the page moves there. */
  async function header() {
    const { top, bottom } = await screen.page.evaluate(() => {
      const box = document.querySelector('.bar').getBoundingClientRect();
      const above = screenY + outerHeight - innerHeight;
      return { top: above + box.top, bottom: above + box.bottom };
    });
    return { top: Math.ceil(top) + 2, bottom: Math.floor(bottom) - 2 };
  }

  /** Presses a button of the page that lets the browser show something of its own. Answers what that covers. */
  async function open(id) {
    await screen.still();
    const before = display.look();
    const rows = await header();
    await screen.click(id);
    return display.cover(await before, rows);
  }

  test('the chooser of devices: what to do is in sight beside it, and choosing the Ledger begins the search', { skip }, async () => {
    await useNode(screen, node.url);
    await screen.goTo('recover');
    await screen.click('recover-start');
    await asked(screen, 'grant-access');

    const covered = await open('recover-connect');
    await picture('chooser');
    const hidden = await screen.page.evaluate((from) => {
      const edge = from - screenX - (outerWidth - innerWidth) / 2;
      const lines = [...document.querySelectorAll('[data-testid="recover-request"] :is(h2, p, button)')].filter((one) => one.innerText !== '');
      return lines.filter((one) => one.getBoundingClientRect().right > edge).map((one) => one.innerText);
    }, covered.left);
    assert.deepEqual(hidden, [], `the chooser begins at ${covered.left}`);

    await keys('Escape');
    await screen.see('recover-nothing-chosen');
    await open('recover-connect');
    // From its buttons to its list, to the Ledger in it, and Connect.
    await keys('Tab', 'Down', 'Return');
    await asked(screen, 'confirm-key-export', { index: 0 });
    await picture('chosen');
    await approve(screen, ledger);
    await indexThrough(screen, 0);
    await screen.click('recover-stop');
    await screen.see('recover-overview');
  });

  test('the question for a permission: refused nothing changes, allowed the node is used', { skip }, async () => {
    // Another name of this computer, and a gateway that lets no page read its answers.
    await node.turn({ faults: [{ fault: 'no-cors' }] });
    await screen.goTo('settings');
    await screen.type('settings-node-url', node.url.replace('127.0.0.1', 'localhost'));
    await screen.click('settings-node-submit');
    await screen.see('fault', { code: 'node-hidden' });

    await open('remedy');
    await picture('permission');
    await keys('Escape');
    await screen.see('remedy-answer', { allowed: 'false' });
    assert.equal(await screen.has('settings-node-used'), false);
    await open('remedy');
    await keys('Tab', 'Return');
    await screen.see('settings-node-used');
    await node.heal();
  });

  test('the save dialog: it opens with the click that makes the backup; closed nothing was saved; saved the file is read back', { skip }, async (t) => {
    await importFile(screen, await desktopExport());
    // The title is the browser's own, and the page says so beforehand.
    const dialog = (within) => display.window(/site can see edits/u, { within });
    const answer = async ({ id, x, y, width, height }, button, ...typed) => {
      await picture('save');
      await display.hand('windowfocus', '--sync', id);
      if (typed.length > 0) {
        await keys('ctrl+a');
        await display.hand('type', ...typed);
      }
      // Its buttons stand in the lower right corner. The first click may only close what the dialog proposes as names.
      const from = { cancel: 140, save: 50 }[button];
      const press = () => display.hand('mousemove', x + width - from, y + height - 24, 'click', 1);
      const isClosed = async () => (await display.windows()).every((one) => one.id !== id);
      await until('the dialog is closed', () => press().then(isClosed), { every: 500 });
    };
    await sealBackup(screen);
    // A browser lets a page ask for a few seconds after a click: on a slow machine the button has to be pressed.
    const atOnce = await dialog(4_000).catch(() => null);
    t.diagnostic(atOnce === null ? 'the dialog waited for the button' : 'the dialog opened by itself');
    if (atOnce === null) await screen.click('export-choose-place');
    await answer(atOnce ?? (await dialog()), 'cancel');
    await screen.see('export-trouble', { kind: 'cancelled' });
    assert.equal(await screen.has('export-done'), false);

    await screen.click('export-choose-place');
    const file = path.join(folder, 'kept in a place of my own.json');
    await answer(await dialog(), 'save', file);
    const { readBack } = await screen.data('export-done');
    await picture('saved');
    assert.equal(readBack, 'true');
    assert.equal(JSON.parse(await readFile(file, 'utf8')).format, 'lifeboat-backup');
  });
});
