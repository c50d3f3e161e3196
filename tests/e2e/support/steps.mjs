// What a person does, in steps that several tests and the demo share.

import { launch } from './chromium.mjs';
import { scratch } from './project.mjs';

/** Strong enough that nobody is asked whether they are sure. */
export const UNLOCK = 'seven green boats at 4 o’clock';
export const BACKUP = 'a lantern for every oar, 1923';

/** First run. `onPassword`: called where the password is asked for. */
export async function createVault(screen, password = UNLOCK, onPassword = async () => {}) {
  await screen.see('app', { vault: 'absent' });
  await screen.click('have-nothing');
  await screen.see('vault-create-password');
  await onPassword();
  await screen.type('vault-create-password', password);
  await screen.type('vault-create-repeat', password);
  await screen.click('vault-create-submit');
  await screen.see('app', { vault: 'unlocked' });
}

export async function unlock(screen, password = UNLOCK) {
  await screen.see('app', { vault: 'locked' });
  await screen.type('unlock-password', password);
  await screen.click('unlock-submit');
  await screen.see('app', { vault: 'unlocked' });
}

/** Offers a file, whatever the import page still shows of an earlier one. */
export async function offerFile(screen, file) {
  await screen.goTo('import');
  if (await screen.has('import-cancel')) await screen.click('import-cancel');
  await screen.offer('import-file', file);
}

/** From the file to the preview. */
export async function openFile(screen, { path: file, password }) {
  await offerFile(screen, file);
  await screen.see('import-recognised');
  await screen.type('import-password', password);
  await screen.click('import-open');
  await screen.see('import-preview');
}

/** Unfolds what a preview only counts. */
export async function unfold(screen) {
  await screen.see('import-preview');
  for (const { kind, filter } of await screen.allData('preview-fold', { open: 'false' })) {
    await screen.unfold('preview-fold', { kind, filter });
  }
}

/** The rows of a preview, folded or not, once they are here. */
export async function previewRows(screen, data = {}) {
  await unfold(screen);
  await screen.gone('preview-waiting');
  return screen.allData('preview-item', data);
}

/** From the file to the report. Answers the report's numbers. */
export async function importFile(screen, file) {
  await openFile(screen, file);
  await screen.click('import-apply');
  return report(screen);
}

export async function report(screen) {
  const { added, updated, unchanged, leftOut, refused } = await screen.data('import-done');
  return {
    added: Number(added),
    updated: Number(updated),
    unchanged: Number(unchanged),
    leftOut: Number(leftOut),
    refused: Number(refused),
  };
}

/** Makes a backup, downloads it, and lets the page look at what is on the disk. Answers the path of the (first) file. */
export async function exportBackup(chromium, screen, { format = 'lifeboat-backup', password = BACKUP } = {}) {
  await sealBackup(screen, { format, password });
  const names = (await screen.allData('export-download')).map(({ fileName }) => fileName);
  const files = [];
  for (const fileName of names) {
    await chromium.forget(fileName);
    await screen.click('export-download', { fileName });
    files.push(await chromium.downloaded(fileName));
  }
  await screen.offer('export-verify', ...files);
  await screen.see('export-done', { readBack: 'true' });
  return files[0];
}

export async function sealBackup(screen, { format = 'lifeboat-backup', password = BACKUP, until = 'export-download' } = {}) {
  // From another page: an earlier export is still shown on its own. One that is not saved waits there.
  await screen.goTo('accounts');
  await screen.goTo('export');
  if (await screen.has('export-back')) {
    await screen.click('export-back');
    await screen.click('dialog-confirm');
  }
  if (format !== 'lifeboat-backup') await screen.click(`export-format-${format}`);
  await screen.see('export-preview', { format });
  // A file that holds keys is made for whoever can unlock.
  if (await screen.has('export-unlock')) await screen.type('export-unlock', UNLOCK);
  await screen.type('export-password', password);
  await screen.type('export-repeat', password);
  await screen.click('export-submit');
  await screen.see(until);
}

/** Everything the lists show, in an order of its own: two wallets are the same when this is. */
export async function lists(screen) {
  const read = async (route, row) => {
    await screen.goTo(route);
    const rows = await screen.allData(row);
    // What the chain was last heard to say of an account is of the session, and no record.
    return rows.map(({ testid, id, chain, ...rest }) => JSON.stringify(rest, Object.keys(rest).sort())).sort();
  };
  return {
    accounts: await read('accounts', 'account-row'),
    identities: await read('identities', 'identity-row'),
    contacts: await read('contacts', 'contact-row'),
  };
}

/** Enters a node of one's own. */
export async function useNode(screen, url) {
  await screen.goTo('settings');
  await screen.type('settings-node-url', url);
  await screen.click('settings-node-submit');
  await screen.see('settings-node-used');
}

/** A fresh wallet that asks this node. */
export async function freshWallet(chromium, node) {
  const screen = await chromium.openPage();
  await createVault(screen);
  await useNode(screen, node.url);
  return screen;
}

/** A closed profile with a wallet that asks this node, for `launch({ like })`: what many tests begin with is made once. Delete it with `discard`. */
export async function walletProfile(node) {
  const profile = await scratch('wallet');
  const chromium = await launch({ profile });
  try {
    await freshWallet(chromium, node);
  } finally {
    await chromium.close();
  }
  return profile;
}

/** The page of a browser that was launched like such a profile. */
export async function openWallet(chromium) {
  const screen = await chromium.openPage();
  await unlock(screen);
  return screen;
}

/** Throws a search away, and stands before the next one. */
export async function forgetSearch(screen) {
  await screen.click('recover-discard');
  await screen.click('dialog-confirm');
  await screen.see('recover-start');
}

/** Opens the searches that few people need. */
export async function moreWays(screen) {
  await screen.goTo('recover');
  await screen.page.waitForSelector('[data-testid="recover-more"], [data-testid="recover-direct"], [data-testid="recover-from-keys"]');
  if (await screen.has('recover-more')) await screen.click('recover-more');
}

/** Starts a recovery; `asked` and `indexThrough` tell how far it got. */
export async function startRecovery(screen) {
  await screen.goTo('recover');
  await screen.click('recover-start');
}

/** Waits until the person has to do this with the Ledger. */
export function asked(screen, request, data = {}) {
  return screen.see('recover-request', { request, ...data });
}

/** Waits until an index is through. Answers its numbers at that moment: what could not be checked may be asked again later. */
export async function indexThrough(screen, index, { within = 60_000 } = {}) {
  const through = ['done', 'incomplete'];
  const find = (rows) => rows.find((row) => row.index === String(index) && through.includes(row.state));
  return find(await screen.seeAll('recover-index', find, { within }));
}

/** Stops at the overview and writes what was found into the wallet. */
export async function keepWhatWasFound(screen) {
  await screen.click('recover-stop');
  await screen.see('recover-overview');
  await screen.click('recover-preview');
  await screen.see('import-preview', { source: 'recovery' });
  await screen.click('import-apply');
  return report(screen);
}

/** The addresses an overview or a running recovery shows. */
export async function foundAddresses(screen) {
  return (await screen.allData('recover-found')).map(({ address }) => address).sort();
}
