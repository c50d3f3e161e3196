// The whole story, as a person lives it: a vault, an old file, a Ledger, a backup, and a new computer. Tests and demo play it.

import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport } from './support/project.mjs';
import {
  asked,
  BACKUP,
  createVault,
  exportBackup,
  indexThrough,
  lists,
  openFile,
  report,
  startRecovery,
  UNLOCK,
  useNode,
} from './support/steps.mjs';
import { approve } from './support/told.mjs';

/**
 * Plays it. `picture(screen, name)` is called at every step. Answers what there is to compare: the lists of both computers,
 * and the addresses the chain holds for the Ledger.
 */
export async function play(picture) {
  const node = await startNode();
  const ledger = await startLedger();
  const first = await launch({ ledger });
  const second = await launch();
  try {
    const backup = await onTheFirstComputer(first, { node, ledger, picture });
    const there = await onTheSecondComputer(second, { ...backup, picture });
    return { here: backup.here, there, expected: await node.addressesOf() };
  } finally {
    await Promise.all([first.close(), second.close(), ledger.stop(), node.stop()]);
  }
}

async function onTheFirstComputer(chromium, { node, ledger, picture }) {
  const screen = await chromium.openPage();
  await screen.see('have-nothing');
  await picture(screen, 'first-run');
  await createVault(screen);
  await picture(screen, 'new-vault');

  await openFile(screen, await desktopExport());
  await picture(screen, 'import-preview');
  await screen.click('import-apply');
  await report(screen);
  await picture(screen, 'import-done');

  await useNode(screen, node.url);
  await screen.goTo('recover');
  await picture(screen, 'recover-before');
  await startRecovery(screen);
  await asked(screen, 'confirm-key-export', { index: 0 });
  await picture(screen, 'recover-confirm-on-the-ledger');
  await device(chromium, ledger, picture);
  await approve(screen, ledger);
  await indexThrough(screen, 0);
  await picture(screen, 'recover-first-identity');
  await ledger.auto('approve');
  await screen.see('recover-suggestion', {}, { within: 60_000 });
  await picture(screen, 'recover-suggestion');
  await screen.click('recover-stop');
  await screen.see('recover-overview');
  await picture(screen, 'recover-overview');
  await screen.click('recover-preview');
  await screen.see('import-preview', { source: 'recovery' });
  await picture(screen, 'recover-preview');
  await screen.click('import-apply');
  await report(screen);
  await picture(screen, 'recover-done');
  const here = await lists(screen);
  await screen.goTo('accounts');
  await picture(screen, 'accounts');

  const file = await exportBackup(chromium, screen);
  await picture(screen, 'export-saved');
  const popup = await chromium.openPopup();
  await popup.see('popup-state');
  await picture(popup, 'popup');
  return { file, here };
}

async function onTheSecondComputer(chromium, { file, picture }) {
  const screen = await chromium.openPage('import');
  await createVault(screen, UNLOCK);
  await openFile(screen, { path: file, password: BACKUP });
  await picture(screen, 'second-computer-preview');
  await screen.click('import-apply');
  await report(screen);
  const there = await lists(screen);
  await screen.goTo('accounts');
  await picture(screen, 'second-computer-accounts');
  return there;
}

/** What the simulated Ledger shows, in a tab that is closed again. */
async function device(chromium, ledger, picture) {
  const tab = await chromium.openTab(ledger.screenUrl);
  await picture(tab, 'the-ledger-asks');
  await tab.close();
}
