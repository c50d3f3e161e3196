// Chromium with the built extension: the page, the real popup, downloads on a real disk, and a virtual Ledger if wanted.

import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import puppeteer from 'puppeteer-core';

import { atTheEnd } from './leftovers.mjs';
import { CHROME, discard, DIST, extensionId, scratch, until } from './project.mjs';
import { Screen } from './screen.mjs';

const ARGUMENTS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-features=MediaRouter,OptimizationHints',
  '--window-size=1280,900',
  '--lang=en',
];

/**
 * Starts a browser. `profile`: a folder to go on with; a fresh one otherwise, deleted on `close`. `like`: a profile that the fresh one begins
 * as, of a browser that was closed.
 * `netLog`: a file for everything the browser asks the network, complete once it was closed.
 * `ledger`: a running virtual Ledger; the browser has been granted access to it, unless `granted` is false.
 * `extension`: a folder with another build than the one of the project.
 * `display`: a screen for real windows (`support/display.mjs`); headless otherwise.
 */
export async function launch({ profile, like, extension = DIST, ledger, granted = true, display, headless = display === undefined, netLog } = {}) {
  const id = await extensionId();
  const own = profile === undefined ? await scratch('profile') : undefined;
  const folder = profile ?? own;
  if (like !== undefined) await cp(like, folder, { recursive: true });
  const isFresh = !existsSync(path.join(folder, 'Default', 'Preferences'));
  await seedPreferences(folder, id, granted ? ledger : undefined);
  const downloads = path.join(folder, 'Downloads of the tests');
  await mkdir(downloads, { recursive: true });

  const browser = await puppeteer.launch({
    executablePath: CHROME,
    headless,
    pipe: true,
    userDataDir: folder,
    enableExtensions: [extension],
    args: [
      ...ARGUMENTS,
      ...(netLog === undefined ? [] : [`--log-net-log=${netLog}`]),
      ...(display === undefined ? [] : ['--window-position=0,0', `--window-size=${display.width},${display.height}`]),
    ],
    defaultViewport: null,
    env: { ...process.env, ...ledger?.environment, ...display?.environment },
    protocolTimeout: 60_000,
  });
  browser.on('disconnected', atTheEnd(() => browser.process()?.kill('SIGKILL')));
  await browser.defaultBrowserContext().setDownloadBehavior({ policy: 'allow', downloadPath: downloads });
  const worker = () =>
    until('the service worker', async () => {
      const target = browser.targets().find((one) => one.type() === 'service_worker' && one.url().includes(id));
      return (await target?.worker()) ?? undefined;
    });
  await worker();
  if (isFresh) await closeWelcome(browser, id);

  return {
    browser,
    id,
    profile: folder,
    downloads,

    /** A tab with the page at a route. */
    async openPage(route = 'accounts') {
      const page = await browser.newPage();
      const screen = new Screen(page);
      await page.goto(`chrome-extension://${id}/page.html#/${route}`, { waitUntil: 'domcontentloaded' });
      return screen;
    },

    /** A tab with something else. */
    async openTab(url) {
      const page = await browser.newPage();
      await page.goto(url, { waitUntil: 'load' });
      return new Screen(page);
    },

    /** The real popup, as a click on the toolbar opens it. It closes when something else is clicked. */
    async openPopup() {
      // Only a window that is in front has a toolbar to click.
      const tabs = await browser.pages();
      await (tabs.find((tab) => tab.url().includes(id)) ?? tabs.at(-1)).bringToFront();
      const before = new Set(browser.targets());
      await (await worker()).evaluate('chrome.action.openPopup()');
      const target = await browser.waitForTarget((one) => one.url().endsWith('/popup.html') && !before.has(one), {
        timeout: 15_000,
      });
      return new Screen(await target.asPage());
    },

    /** Evaluates in the service worker. */
    async inBackground(script) {
      return (await worker()).evaluate(script);
    },

    /** The tabs that show the page. */
    async pages() {
      const pages = await browser.pages();
      return pages.filter((page) => page.url().includes(`${id}/page.html`)).map((page) => new Screen(page));
    },

    /** Before a file of that name is downloaded once more: the browser writes over it, and for a moment it is the old one. */
    async forget(name) {
      await rm(path.join(downloads, name), { force: true });
    },

    /** Waits until a download is complete on the disk. Answers its path. */
    async downloaded(name) {
      const file = path.join(downloads, name);
      await until(`the download ${name}`, async () => {
        const names = await readdir(downloads);
        if (!names.includes(name) || names.some((one) => one.endsWith('.crdownload'))) return false;
        const { size } = await stat(file);
        return size > 0;
      });
      return file;
    },

    async close() {
      if (browser.connected) await browser.close();
      if (own !== undefined) await discard(own);
    },

    /** As when the power goes: nothing is said to anybody. The profile stays. */
    async kill() {
      const child = browser.process();
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Once it is installed the page opens by itself: tests open their own. */
async function closeWelcome(browser, id) {
  const target = await browser.waitForTarget((one) => one.type() === 'page' && one.url().includes(`${id}/page.html`), {
    timeout: 15_000,
  });
  const page = await target.page();
  // Closed while it asks for its texts, Chromium keeps none of them for every later page of the extension.
  await page.waitForSelector('[data-testid="app"]', { timeout: 20_000 });
  await page.close();
}

/** Developer mode, and the grant a person would have given in the chooser. Only for a profile that has none yet. */
async function seedPreferences(profile, id, ledger) {
  const file = path.join(profile, 'Default', 'Preferences');
  const preferences = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  preferences.extensions = { ...preferences.extensions, ui: { developer_mode: true } };
  preferences.download = { ...preferences.download, prompt_for_download: false };
  if (ledger !== undefined) {
    const origin = `chrome-extension://${id}/,*`;
    preferences.profile ??= {};
    preferences.profile.content_settings ??= {};
    preferences.profile.content_settings.exceptions ??= {};
    preferences.profile.content_settings.exceptions.hid_chooser_data = {
      [origin]: { last_modified: '13300000000000000', setting: { 'chosen-objects': ledger.grants } },
    };
  }
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(preferences));
}
