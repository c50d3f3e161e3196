// What people are told to do, done: every walk begins where the sentence stands, presses what it names, and ends where it promises.
// More of them: node-advice (what is said about a node), screens (what is told about a Ledger's pages), windowed (what the browser asks).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { discard, DIST, ROOT, scratch } from './support/project.mjs';
import { asked, createVault, foundAddresses, freshWallet, indexThrough, startRecovery, unlock } from './support/steps.mjs';
import { approve } from './support/told.mjs';

/** The sentences that name a control of ours, and the walk that presses it: its file, and its name. */
const WALKS = {
  help_update_4: ['advice', 'Lifeboat is updated as told, and the wallet is there'],
  help_password_3: ['advice', 'before a wallet is open, the help leads on, and what may be shown to anybody can be copied'],
  device_close_other_programs_text: ['advice', 'on a Linux that lets nobody open the Ledger, the lines of the help let the search go on'],
  fault_recovery_running_advice: ['advice', 'a node that fails in a search is replaced as told, and the search goes on with the other one'],
  fault_key_search_stopped_advice: ['key-search', 'a directory that is down is said, and no key was told to anybody'],
  receiving_unchecked_text: ['key-search', 'what others can empty comes in by choice, and says on its pages that it is not for receiving'],
  receiving_others_text: ['key-search', 'what others can empty comes in by choice, and says on its pages that it is not for receiving'],
  second_contradicts_advice: ['deep', 'a node that plants an account and hides another is contradicted by the next one, and silence is not checked'],
  fault_ledger_not_granted_advice: ['windowed', 'the chooser of devices: what to do is in sight beside it, and choosing the Ledger begins the search'],
  fault_node_hidden_advice: ['node-advice', 'every button that the advice about a node names is there, and pressing it helps'],
  fault_node_status_hidden_advice: ['node-advice', 'every button that the advice about a node names is there, and pressing it helps'],
};

describe('what is told to do', { timeout: 600_000 }, () => {
  let texts;

  before(async () => {
    texts = JSON.parse(await readFile(path.join(ROOT, 'extension/_locales/en/messages.json'), 'utf8'));
  });

  test('every sentence that names a control of ours has its walk', async () => {
    const labels = new Set(Object.entries(texts).filter(([key]) => !(key in WALKS)).map(([, { message }]) => message));
    const naming = Object.keys(texts).filter((key) => [...texts[key].message.matchAll(/“([^”{]+)”/gu)].some(([, name]) => labels.has(name)));
    assert.deepEqual(Object.keys(WALKS).sort(), naming.sort(), 'a new one needs its walk here');
    for (const [file, name] of Object.values(WALKS)) {
      const source = await readFile(path.join(ROOT, `tests/e2e/${file}.test.mjs`), 'utf8');
      assert.ok(source.includes(`test('${name}'`), `${file} has no test “${name}”`);
    }
  });

  test('a node that fails in a search is replaced as told, and the search goes on with the other one', async () => {
    const [first, second, ledger] = [await startNode(), await startNode(), await startLedger()];
    const chromium = await launch({ ledger });
    try {
      const screen = await freshWallet(chromium, first);
      await startRecovery(screen);
      await asked(screen, 'confirm-key-export', { index: 0 });
      await approve(screen, ledger);
      await indexThrough(screen, 0);
      await first.refuse();
      await asked(screen, 'confirm-key-export', { index: 1 });
      await approve(screen, ledger);
      await screen.see('recover-node', { state: 'failing' }, { within: 60_000 });

      await screen.goTo('settings');
      await screen.type('settings-node-url', second.url);
      await screen.click('settings-node-submit');
      await screen.see('fault', { code: 'recovery-running' });
      await press(screen, named(await screen.text('fault-advice')));
      await screen.see('settings-node-used');
      await screen.click('settings-to-search');
      await screen.see('recover-overview');
      assert.ok(Number((await screen.data('recover-overview')).notChecked) > 0);
      await screen.click('recover-check-again');
      await screen.see('recover-overview', { notChecked: '0' }, { within: 60_000 });
      assert.deepEqual(await foundAddresses(screen), await second.addressesOf({ identity: 0 }));
      assert.ok((await second.journal()).calls.GetAccountInfo > 0);
    } finally {
      await chromium.close();
      await Promise.all([first, second, ledger].map((one) => one.stop()));
    }
  });

  test('a search that found nothing yet is stopped where it is in the way, and nobody is left without a way on', async () => {
    const [first, second, ledger] = [await startNode(), await startNode(), await startLedger()];
    const chromium = await launch({ ledger });
    try {
      const screen = await freshWallet(chromium, first);
      await first.turn({ genesis: 'testnet' });
      await startRecovery(screen);
      await screen.see('fault', { code: 'node-wrong-network' });
      assert.match(await screen.text('fault-advice'), /^It is on Testnet, and you are on Mainnet\./u);
      await press(screen, texts.node_other.message);
      await screen.see('app', { route: 'settings' });
      await screen.type('settings-node-url', second.url);
      await screen.click('settings-node-submit');
      await screen.see('fault', { code: 'recovery-running' });
      await screen.click('remedy');
      await screen.see('settings-node-used');
      await screen.click('settings-to-search');
      await screen.click('recover-start');
      await asked(screen, 'confirm-key-export', { index: 0 });
    } finally {
      await chromium.close();
      await Promise.all([first, second, ledger].map((one) => one.stop()));
    }
  });

  test('on a Linux that lets nobody open the Ledger, the lines of the help let the search go on', async () => {
    const [node, ledger] = [await startNode(), await startLedger()];
    await writeFile(ledger.forbidden, '');
    const chromium = await launch({ ledger });
    try {
      const screen = await freshWallet(chromium, node);
      await startRecovery(screen);
      await asked(screen, 'close-other-programs');
      assert.equal(named(await screen.text('recover-request')), texts.help_of_fault.message);
      await press(screen, texts.help_of_fault.message);
      await screen.see('help-topic', { topic: 'linux', asked: 'true' });
      const rules = await enteredInATerminal(await screen.text('help-lines'), ledger.forbidden);
      assert.match(rules, /^KERNEL=="hidraw\*", ATTRS\{idVendor\}=="2c97", MODE="0660", TAG\+="uaccess"\n$/u);
      await ledger.unplug();
      await ledger.plug();
      await screen.goTo('recover');
      await asked(screen, 'confirm-key-export', { index: 0 });
    } finally {
      await chromium.close();
      await Promise.all([node, ledger].map((one) => one.stop()));
    }
  });

  test('before a wallet is open, the help leads on, and what may be shown to anybody can be copied', async () => {
    const chromium = await launch();
    try {
      const screen = await chromium.openPage();
      await createVault(screen);
      await screen.click('lock');
      await screen.type('unlock-password', 'not the password');
      await screen.click('unlock-submit');
      await screen.see('fault', { code: 'vault-wrong-password' });
      await screen.click('fault-help');
      await screen.see('help-topic', { topic: 'password', asked: 'true' });
      const button = named(await screen.text('help-topic', { topic: 'password' }));

      await screen.page.evaluate(() => {
        navigator.clipboard.writeText = async (text) => void (window.copied = text);
      });
      await screen.click('copy-state');
      await screen.see('copy-state', { told: 'copied' });
      assert.match(await screen.page.evaluate(() => window.copied), /^lifeboat: \d.*vault: locked.*vault-wrong-password/su);

      await screen.click('help-back');
      await press(screen, button);
      await screen.see('vault-reset');
    } finally {
      await chromium.close();
    }
  });

  test('Lifeboat is updated as told, and the wallet is there', async () => {
    const folder = await scratch('unpacked');
    const extension = path.join(folder, 'lifeboat');
    await cp(DIST, extension, { recursive: true });
    const chromium = await launch({ extension });
    try {
      await createVault(await chromium.openPage());
      // The new file, unpacked over the old one.
      const manifest = path.join(extension, 'manifest.json');
      await writeFile(manifest, JSON.stringify({ ...JSON.parse(await readFile(manifest, 'utf8')), version: '9.9.9' }));

      const [, address] = /(chrome:\S+)/u.exec(texts.help_update_3.message);
      const [, mode, update] = /“(.+)”.*“(.+)”/u.exec(texts.help_update_3.message);
      const list = await chromium.browser.newPage();
      await list.goto(address);
      assert.ok((await pierced(list, '#devModeLabel')).includes(mode));
      assert.equal(await pierced(list, '#updateNow', (button) => button.click()), update);
      const { reopened, screen } = await openedAgain(chromium);
      assert.ok(reopened, 'the tabs of Lifeboat close');
      await unlock(screen);
      await screen.goTo('settings');
      assert.equal(await screen.text('about-version'), '9.9.9');
      const [, place] = /“(.+)”/u.exec(texts.help_update_4.message);
      assert.ok((await screen.text('about')).startsWith(place));
    } finally {
      await chromium.close();
      await discard(folder);
    }
  });

  test('where the engine cannot start, the help opens, and the way back and the button lead on', async () => {
    const folder = await scratch('unpacked');
    const extension = path.join(folder, 'lifeboat');
    await cp(DIST, extension, { recursive: true });
    const engine = path.join(extension, (await readdir(extension)).find((name) => name.endsWith('.wasm')));
    const chromium = await launch({ extension });
    try {
      await rename(engine, `${engine}.away`);
      const screen = await chromium.openPage();
      await screen.see('fault', { code: 'engine-failed' });
      await screen.click('fault-help');
      await screen.see('help-topic', { topic: 'ask', asked: 'true' });
      await screen.click('help-back');
      await screen.see('fault', { code: 'engine-failed' });
      await rename(`${engine}.away`, engine);
      await screen.click('engine-restart');
      await screen.see('app', { vault: 'absent' });
    } finally {
      await chromium.close();
      await discard(folder);
    }
  });
});

/** The last control that a sentence names. */
function named(sentence) {
  const [, name] = [...sentence.matchAll(/“([^”]+)”/gu)].at(-1) ?? [];
  assert.ok(name !== undefined, `names nothing: ${sentence}`);
  return name;
}

async function press(screen, label) {
  const button = await screen.page.waitForSelector(`xpath///*[self::a or self::button][normalize-space()="${label}"]`);
  await button.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await button.click();
}

/** The text of what lies in the shadows of a page of the browser, before something is done to it. */
async function pierced(page, css, act = () => {}) {
  const handle = await page.waitForSelector(`>>> ${css}`);
  const text = await handle.evaluate((node) => node.textContent.trim());
  await handle.evaluate(act);
  return text;
}

/** A tab with the page once the browser has loaded the extension again. */
async function openedAgain(chromium) {
  let reopened = false;
  for (let waited = 0; waited < 100 && !reopened; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    reopened = (await chromium.pages()).length === 0;
  }
  return { reopened, screen: await chromium.openPage('settings') };
}

/**
 * Gives these lines to a shell at once, as a person pastes them. `sudo` asks for a password there, and what was typed ahead is not the
 * password: it throws it away. Answers the rule that was written; told of it, the system lets the device be opened.
 */
async function enteredInATerminal(lines, forbidden) {
  const folder = await scratch('terminal');
  try {
    const tools = path.join(folder, 'bin');
    const rules = path.join(folder, 'rules');
    await mkdir(tools);
    const tool = async (name, script) => {
      await writeFile(path.join(tools, name), `#!/bin/sh\n${script}\n`);
      await chmod(path.join(tools, name), 0o755);
    };
    await tool('sudo', `cat <"/proc/$SHELL_ID/fd/0" >/dev/null\nexec "$@"`);
    await tool('tee', `[ "$1" = /etc/udev/rules.d/70-ledger.rules ] && exec cat >"${rules}"`);
    await tool('udevadm', `[ "$1" != trigger ] || [ ! -s "${rules}" ] || rm "${forbidden}"`);
    const typed = path.join(folder, 'typed');
    await writeFile(typed, `export SHELL_ID=$$\n${lines}\n`);
    const env = { PATH: `${tools}:${process.env.PATH}` };
    const shell = spawn('sh', ['-c', 'cat "$1" | bash -s', 'sh', typed], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    await new Promise((resolve) => shell.once('close', resolve));
    return await readFile(rules, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}
