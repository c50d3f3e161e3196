// Files as people really hold them, through a real browser: what is undone, what is named, and several at once.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './support/chromium.mjs';
import { ROOT } from './support/project.mjs';
import { createVault, importFile, offerFile, openFile } from './support/steps.mjs';

const FOLDER = path.join(ROOT, 'tests/vectors/people-hold');
const held = (file) => path.join(FOLDER, file);

/** Whose each backup is, and what the page says was undone to open it. */
const OPENED = {
  'account-keys-genesis-format-encrypted.json': { source: 'genesis-key' },
  'desktop-export-after-eight-nuls.json': { source: 'desktop-wallet', notice: 'backup-passed-over' },
  'desktop-export-and-one-nul.json': { source: 'desktop-wallet', notice: 'backup-passed-over' },
  'desktop-export-in-a-json-string.json': { source: 'desktop-wallet', notice: 'backup-was-json-text' },
  'desktop-export-in-a-mail.eml': { source: 'desktop-wallet', notice: 'backup-was-in-mail' },
  'desktop-export-in-a.zip': { source: 'desktop-wallet', notice: 'backup-was-in-zip' },
  'desktop-export-saved-as-rich-text.rtf': { source: 'desktop-wallet', notice: 'backup-was-rich-text' },
  'desktop-export-saved-as-web-page.html': { source: 'desktop-wallet', notice: 'backup-passed-over' },
  'desktop-export-with-curly-quotes.json': { source: 'desktop-wallet', notice: 'backup-was-typed-over' },
  'phone-export-with-mail-footer.concordiumwallet': { source: 'phone-wallet', notice: 'backup-passed-over' },
};

describe('files that people hold', { timeout: 300_000 }, () => {
  let chromium;
  let screen;
  let manifest;

  before(async () => {
    manifest = JSON.parse(await readFile(held('manifest.json'), 'utf8'));
    chromium = await launch();
    screen = await chromium.openPage();
    await createVault(screen);
  });

  after(() => chromium?.close());

  test('what is no backup is named, with the name of the file', async () => {
    for (const { file } of manifest.filter(({ password }) => password === null)) {
      if (/genesis|decrypted|contacts/.test(file)) continue;
      await offerFile(screen, held(file));
      const { code } = await screen.data('fault');
      assert.match(code, /^other-/, file);
      assert.equal(await screen.text('fault-file'), file);
    }
  });

  test('every backup that waits for its password opens with it, and says what was undone', async () => {
    const locked = manifest.filter(({ password }) => password !== null);
    assert.deepEqual(locked.map(({ file }) => file).sort(), Object.keys(OPENED).sort());
    for (const { file, password } of locked) {
      const { source, notice } = OPENED[file];
      if (source === 'genesis-key') continue;
      await openFile(screen, { path: held(file), password });
      await screen.see('import-preview', { source });
      await screen.see('notice', { code: notice });
    }
  });

  test('keys of one account in the envelope open, and are asked for their network', async () => {
    const { file, password } = manifest.find(({ file: name }) => OPENED[name]?.source === 'genesis-key');
    await offerFile(screen, held(file));
    await screen.see('import-recognised', { encrypted: 'true' });
    await screen.type('import-password', password);
    await screen.click('import-open');
    await screen.see('import-network');
  });

  test('keys in the clear are warned of, and asked for their network', async () => {
    await offerFile(screen, held('account-keys-genesis-format.json'));
    await screen.see('import-recognised', { format: 'genesis-key', encrypted: 'false' });
    await screen.click('import-open');
    await screen.see('import-network');
  });

  test('files that are chosen together are opened one after the other', async () => {
    const [one, other] = ['account-keys-genesis-format.json', 'phone-export-with-mail-footer.concordiumwallet'].map(held);
    await offerFile(screen, held('recovery-phrase.txt'));
    await screen.offer('import-file', other, one);
    await screen.see('import-waiting', { count: '1' });
    await screen.see('import-recognised', { format: 'genesis-key' });
    await screen.offer('import-file', held('validator-credentials.json'));
    await screen.see('fault', { code: 'other-validator-keys' });
    await screen.gone('import-waiting');
  });

  test('a file that is dropped beside the zone opens nowhere', async () => {
    const before = screen.page.url();
    const prevented = await screen.page.evaluate(() => {
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() });
      document.body.dispatchEvent(drop);
      return drop.defaultPrevented;
    });
    assert.ok(prevented);
    assert.equal(screen.page.url(), before);
  });

  test('a file with a damaged block opens with its password, and says what was lost', async () => {
    const { file, password } = manifest.find(({ file: name }) => name.includes('footer'));
    const text = await readFile(held(file), 'utf8');
    const envelope = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    const bytes = Buffer.from(envelope.cipherText, 'base64');
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    const folder = await mkdtemp(path.join(tmpdir(), 'people-hold-'));
    try {
      const damaged = path.join(folder, 'damaged.concordiumwallet');
      await writeFile(damaged, JSON.stringify({ ...envelope, cipherText: bytes.toString('base64') }));
      await openFile(screen, { path: damaged, password });
      await screen.see('import-preview', { source: 'phone-wallet' });
      await screen.see('notice', { code: 'damaged-file' });
      await screen.see('notice', { code: 'damaged-record' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a phone file with a mail footer comes in whole', async () => {
    const { file, password } = manifest.find(({ file: name }) => name.includes('footer'));
    const { added, refused } = await importFile(screen, { path: held(file), password });
    assert.ok(added > 0 && refused === 0);
  });
});
