// How much stands before the first thing to do: words and controls before the first primary button of a page, in the order they are
// read. `tests/e2e/states.test.mjs` holds the table in docs/pages.md to it.

import { openState } from './look.mjs';

/** Where a way begins, and what it is called in the table. */
const PAGES = {
  welcome: 'First run: what do you have?',
  'welcome-password': 'First run: the password',
  unlock: 'Unlock',
  'overview-empty': 'Overview, nothing here yet',
  'overview-behind': 'Overview, a backup is due',
  export: 'Export',
  'export-save': 'Export: save the file',
  import: 'Import',
  'import-lifeboat': 'Import: a file was recognised',
  'import-preview': 'Import: the preview',
  'import-done': 'Import: the report',
  recover: 'Recover',
  'recover-grant': 'Recover: connect the Ledger',
  'recover-overview': 'Recover: what was found',
  'recover-phone': 'Recover: accounts of a phone',
  accounts: 'Accounts',
  account: 'One account',
};

/** Counts on a page that is open. A page without a primary button is counted to its end. */
export function effort(page) {
  return page.evaluate(() => {
    const within = document.querySelector('dialog[open]') ?? document.querySelector('main');
    const first = within.querySelector('.button-primary:not(:disabled)') ?? within.querySelector('.button-primary');
    const isBefore = (node) => first === null || (node.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const isSeen = (element) => element.checkVisibility() && element.closest('.visually-hidden, [aria-hidden=true], details:not([open]) > :not(summary)') === null;
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    let words = 0;
    while (walker.nextNode()) {
      const { currentNode: text } = walker;
      if (isBefore(text) && isSeen(text.parentElement) && !first?.contains(text)) words += text.data.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    }
    const controls = [...within.querySelectorAll('a[href], button, input, select, textarea, summary')];
    return { words, controls: controls.filter((one) => one !== first && isBefore(one) && one.tabIndex >= 0 && one.checkVisibility()).length, button: first?.innerText ?? null };
  });
}

/** Counted until it is the same twice: on a busy machine some of a page is drawn a moment later. */
async function settled(page) {
  let last = null;
  for (let times = 0; times < 20; times += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = await effort(page);
    if (JSON.stringify(now) === JSON.stringify(last)) break;
    last = now;
  }
  return last;
}

/** All of them, by state. */
export async function efforts(stage) {
  const page = await stage.browser.newPage();
  const found = {};
  for (const state of Object.keys(PAGES)) {
    await openState(page, stage, state, 'en', 1280);
    found[state] = await settled(page);
  }
  await page.close();
  return found;
}

/** As a table. */
export function tableOf(found) {
  const rows = Object.entries(found).map(([state, { words, controls, button }]) => `| ${PAGES[state]} | ${words} | ${controls} | ${button === null ? '–' : `*${button}*`} |`);
  return ['| page | words before it | controls before it | first primary button |', '| --- | --: | --: | --- |', ...rows].join('\n');
}
