// The whole way with nothing but a keyboard: every key is counted, and after none of them has the focus fallen to the page's body.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport } from './support/project.mjs';
import { asked, BACKUP, indexThrough, UNLOCK, useNode } from './support/steps.mjs';
import { approve } from './support/told.mjs';

/** More than this many times Tab in a row, and nobody would find it. */
const MOST_TABS = 60;

describe('with a keyboard', { timeout: 300_000 }, () => {
  let node;
  let ledger;
  let chromium;
  let screen;
  let keys = 0;

  before(async () => {
    node = await startNode();
    ledger = await startLedger({ version: '5.4.0' });
    chromium = await launch({ ledger });
    screen = await chromium.openPage();
  });

  after(async () => {
    await chromium?.close();
    await ledger?.stop();
    await node?.stop();
  });

  const focused = () =>
    screen.page.evaluate(() => {
      const { activeElement: at } = document;
      return { body: at === null || at === document.body, id: at?.dataset['testid'] ?? at?.closest('[data-testid]')?.dataset['testid'] ?? '' };
    });

  async function key(name) {
    keys += 1;
    await screen.page.keyboard.press(name);
  }

  /** Tabs to what has this name. */
  async function to(id) {
    await screen.see(id);
    for (let tabs = 0; tabs <= MOST_TABS; tabs += 1) {
      const own = await screen.page.evaluate((id) => document.activeElement?.dataset['testid'] === id, id);
      if (own) return;
      await key('Tab');
    }
    assert.fail(`${id} is not reached with ${MOST_TABS} times Tab; the focus is at ${(await focused()).id}`);
  }

  async function press(id) {
    await to(id);
    await key('Enter');
  }

  async function write(id, text) {
    await to(id);
    await screen.page.keyboard.type(text);
  }

  /** Once the page has come to rest, something on it has the focus. */
  async function kept(where) {
    await screen.still();
    assert.equal((await focused()).body, false, `the focus fell to the body: ${where}`);
  }

  /** A step was reached: its heading has the focus, or a field in it that wants to be filled. */
  async function headed(where) {
    await kept(where);
    const at = await screen.page.evaluate(() => {
      const { activeElement: at } = document;
      const isBelow = document.querySelector('.steps').compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
      return { isBelow: isBelow !== 0, what: at.tagName };
    });
    assert.deepEqual(at, { isBelow: true, what: at.what === 'INPUT' ? 'INPUT' : 'H2' }, where);
  }

  /** What a part of the way took. */
  function counted(most, what) {
    assert.ok(keys <= most, `${what} took ${keys} keys, more than ${most}`);
    const took = keys;
    keys = 0;
    return took;
  }

  test('a first run, from the question to the wallet', async (t) => {
    await press('have-nothing');
    await kept('the password');
    await write('vault-create-password', UNLOCK);
    await write('vault-create-repeat', UNLOCK);
    await key('Enter');
    await screen.see('app', { vault: 'unlocked' });
    await kept('a new wallet');
    t.diagnostic(`${counted(20, 'a first run')} keys besides the password`);
    await useNode(screen, node.url);
  });

  test('an import, from the navigation to the report', async (t) => {
    const file = await desktopExport();
    await press('nav-import');
    await screen.see('app', { route: 'import' });
    await kept('the import page');
    await to('import-file-choose');
    const [chooser] = await Promise.all([screen.page.waitForFileChooser(), key('Enter')]);
    await chooser.accept([file.path]);
    await screen.see('import-recognised');
    await headed('a file that was recognised');
    await write('import-password', file.password);
    await key('Enter');
    await screen.see('import-preview');
    await headed('the preview');
    await press('import-apply');
    await screen.see('import-done');
    await headed('the report');
    t.diagnostic(`${counted(120, 'an import')} keys besides the password`);
  });

  test('an export, to a file that is offered', async (t) => {
    await press('nav-export');
    await screen.see('export-preview');
    await write('export-password', BACKUP);
    await write('export-repeat', BACKUP);
    await key('Enter');
    await screen.see('export-download');
    await headed('a sealed backup');
    await to('export-download');
    t.diagnostic(`${counted(90, 'an export')} keys besides the password`);
  });

  test('a recovery, and the tab calls while the Ledger waits', async (t) => {
    await press('nav-recover');
    await screen.see('recover-usual');
    await kept('before a search');
    await press('recover-start');
    await asked(screen, 'confirm-key-export', { index: 0 });
    await headed('a search under way');
    const tab = () => screen.page.evaluate(() => [document.title, document.querySelector('link[rel=icon]').getAttribute('href')]);
    const said = JSON.parse(await readFile(new URL('../../extension/_locales/en/messages.json', import.meta.url), 'utf8'));
    const [title, sign] = await tab();
    assert.ok(title.startsWith(said.device_confirm_key_export.message), title);
    assert.match(sign, /call\.png$/u);
    await screen.see('recover-index', { index: 0, state: 'asking-device' });
    await ledger.unplug();
    await asked(screen, 'connect-device');
    await screen.see('recover-index', { index: 0, state: 'next' });
    await ledger.plug();
    await asked(screen, 'confirm-key-export', { index: 0 });
    await approve(screen, ledger);
    await indexThrough(screen, 0);
    await press('recover-stop');
    await screen.see('recover-add');
    await headed('what was found');
    assert.match((await tab())[1], /32\.png$/u);
    await press('recover-add');
    await screen.see('import-done', { source: 'recovery' });
    await headed('the report of what was found');
    t.diagnostic(`${counted(150, 'a recovery')} keys`);
  });

  test('a dialog gives the focus back, and what it removed leaves it to a heading', async () => {
    await press('nav-settings');
    await press('vault-reset');
    await screen.see('dialog-cancel');
    await press('dialog-cancel');
    await screen.gone('dialog-cancel');
    assert.equal((await focused()).id, 'vault-reset');
    await press('nav-contacts');
    await press('contact-delete');
    await press('dialog-confirm');
    await screen.gone('dialog-confirm');
    await kept('a contact that was deleted');
  });
});
