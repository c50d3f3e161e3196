// What Settings say about a node that cannot be used, behind gateways of all kinds; every button that an advice names is pressed.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { ROOT } from './support/project.mjs';
import {
  asked,
  createVault,
  foundAddresses,
  freshWallet,
  indexThrough,
  startRecovery,
  unlock,
} from './support/steps.mjs';
import { later } from './support/time.mjs';

/** What goes wrong, and what it is called. Those that a page may not even ask come first: a browser remembers that it may. */
const CALLED = [
  ['no-preflight', 'node-hidden'],
  ['no-cors', 'node-hidden'],
  ['doubled-cors', 'node-hidden'],
  ['bare-errors', 'node-hidden'],
  ['unexposed', 'node-status-hidden'],
  ['html', 'node-web-page', { cors: true }],
  ['redirect', 'node-redirected'],
  ['retry-after-5', 'node-throttled'],
  ['retry-date-5', 'node-throttled'],
  ['http-429', 'node-throttled', { cors: true }],
  ['grpc-14', 'node-unavailable'],
  ['grpc-8', 'node-overloaded', { cors: true }],
  ['http-404', 'node-http', { cors: true }],
];

/** What the browser has let Lifeboat read, in a test of giving it back. */
const RIGHTS = ['http://127.0.0.1/*', 'http://localhost/*'];

/** A moment after which a browser that could not reach somebody is asked again why. */
const SIGN_HOLDS_MS = 2_200;

describe('what is said about a node, and what helps', { timeout: 300_000 }, () => {
  let node;
  let chromium;
  let texts;

  before(async () => {
    node = await startNode();
    chromium = await launch();
    texts = JSON.parse(await readFile(path.join(ROOT, 'extension/_locales/en/messages.json'), 'utf8'));
  });

  beforeEach(() => node.heal());

  after(async () => {
    await chromium?.close();
    await node?.stop();
  });

  test('every fault has its name, and a node that cannot say “not found” is not taken', async () => {
    const screen = await chromium.openPage();
    await createVault(screen);
    await screen.goTo('settings');
    for (const [fault, code, rule = {}] of CALLED) {
      await node.turn({ faults: [{ fault, ...rule }] });
      await later(screen, SIGN_HOLDS_MS);
      await tryNode(screen, node.url);
      await screen.see('fault', { code });
      assert.equal(await screen.has('remedy'), helps(code), `${fault}: the button is there if it helps`);
    }
    await node.refuse();
    await later(screen, SIGN_HOLDS_MS);
    await tryNode(screen, node.url);
    await screen.see('fault', { code: 'node-not-running' });
    await tryNode(screen, 'localhost:6000');
    await screen.see('fault', { code: 'node-url-port-blocked' });
    // Without a scheme, and in order again.
    await node.heal();
    await tryNode(screen, node.url.replace('http://', ''));
    await screen.see('settings-node-used');
    await screen.close();
  });

  test('every button that the advice about a node names is there, and pressing it helps', async () => {
    const named = Object.keys(texts).filter((key) => key.startsWith('fault_node_') && /“[^”]+”.*/.test(texts[key].message));
    const codes = named.map((key) => key.replace(/^fault_|_advice$/g, '').replaceAll('_', '-'));
    assert.deepEqual(codes.sort(), ['node-hidden', 'node-status-hidden'], 'a new one needs its walk here');
    for (const code of codes) {
      const [fault] = CALLED.find(([, called]) => called === code);
      const screen = await unlocked(chromium);
      await screen.goTo('settings');
      await later(screen, SIGN_HOLDS_MS);
      // Another address of this computer: the browser does not yet know that it may ask it.
      const url = code === 'node-hidden' ? node.url.replace('127.0.0.1', 'localhost') : node.url;
      await node.turn({ faults: [{ fault }] });
      await tryNode(screen, url);
      await screen.see('fault', { code });
      const [, label] = /“([^”]+)”/.exec(await screen.text('fault-advice'));
      await permit(screen, () => node.heal());
      await pressWhatIsCalled(screen, label);
      await screen.see('settings-node-used');
      await screen.close();
    }
  });

  test('the right to read a node is given back with the node, and when it did not help', async () => {
    const screen = await unlocked(chromium);
    await permit(screen, () => {});
    await screen.goTo('settings');
    const before = await screen.page.evaluate(() => window.givenBack.length);
    const url = (await screen.allData('settings-node-remove'))[0].url;
    await screen.click('settings-node-remove', { url });
    await screen.page.waitForFunction((seen) => window.givenBack.length > seen, {}, before);
    // The right is for a host: it stays as long as another node on the list is there.
    const given = await screen.page.evaluate(() => window.givenBack.at(-1));
    const left = (await screen.allData('settings-node')).map((one) => `http://${new URL(one.url).hostname}/*`);
    assert.deepEqual(given, RIGHTS.filter((one) => !left.includes(one)));
    assert.ok(given.length > 0);

    // One that did not help.
    const seen = await screen.page.evaluate(() => window.givenBack.length);
    await node.turn({ faults: [{ fault: 'unexposed' }] });
    await tryNode(screen, url);
    await screen.see('fault', { code: 'node-status-hidden' });
    await screen.click('remedy');
    await screen.page.waitForFunction((before) => window.givenBack.length > before, {}, seen);
    await screen.close();
  });

  test('in the middle of a search the same button stands beside the sentence, and the search goes on', async () => {
    const ledger = await startLedger();
    const own = await launch({ ledger });
    try {
      const screen = await freshWallet(own, node);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await node.failLookups('unexposed');
      await ledger.approve();
      await indexThrough(screen, 0, { within: 60_000 });
      await screen.see('fault', { code: 'node-status-hidden' });
      await permit(screen, () => node.heal());
      await pressWhatIsCalled(screen, texts.remedy_allow_node.message);
      // The next number may be asked for by then, and stands above it.
      await screen.see('recover-index', { index: 0, state: 'done' }, { within: 60_000 });
      assert.deepEqual(await foundAddresses(screen), await node.addressesOf({ identity: 0 }));
    } finally {
      await own.close();
      await ledger.stop();
    }
  });

  test('a gateway that writes the status into the headers alone can be searched with', async () => {
    await search(node, 'wordless', () => node.turn({ faults: [{ fault: 'wordless' }] }));
  });

  test('a node that limits its callers is searched with, more slowly, and nobody has to press anything', async () => {
    await search(node, 'retry-after-1', () => node.failLookups('retry-after-1', { perSecond: 20 }));
  });

  async function search(one, fault, begin) {
    const ledger = await startLedger();
    const own = await launch({ ledger });
    try {
      await begin();
      const screen = await freshWallet(own, one);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await ledger.approve();
      const row = await indexThrough(screen, 0, { within: 60_000 });
      assert.deepEqual({ state: row.state, notChecked: row.notChecked }, { state: 'done', notChecked: '0' });
      assert.deepEqual(await foundAddresses(screen), await one.addressesOf({ identity: 0 }));
      assert.ok((await one.journal()).faults[fault] > 0, 'it did happen');
    } finally {
      await own.close();
      await ledger.stop();
    }
  }

  function helps(code) {
    return texts[`fault_${code.replaceAll('-', '_')}_advice`].message.includes(texts.remedy_allow_node.message);
  }
});

/** The page, with the vault open. */
async function unlocked(chromium) {
  const screen = await chromium.openPage();
  await unlock(screen);
  return screen;
}

async function tryNode(screen, url) {
  await screen.type('settings-node-url', url);
  await screen.click('settings-node-submit');
  await screen.gone('busy');
}

/**
 * A browser without a window cannot show its question. Here it is answered with yes, and what the browser would do then, the node
 * does: it lets the page read its replies.
 */
async function permit(screen, yes) {
  await screen.page.exposeFunction('saysYes', yes);
  await screen.page.evaluate((origins) => {
    window.givenBack = [];
    chrome.permissions.request = async () => {
      await window.saysYes();
      return true;
    };
    chrome.permissions.getAll = async () => ({ origins });
    chrome.permissions.remove = async (given) => window.givenBack.push(given.origins);
  }, RIGHTS);
}

async function pressWhatIsCalled(screen, label) {
  const button = await screen.page.waitForSelector(`xpath///button[normalize-space()="${label}"]`);
  await button.evaluate((node) => node.scrollIntoView({ block: 'center' }));
  await button.click();
}
