// The virtual Ledger: what a person does with the device, for a browser that believes it is real.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { MNEMONIC } from './node.mjs';
import { discard, scratch, until } from './project.mjs';
import { control, startTool } from './tool.mjs';

/** `options` are those of the tool, for instance `--moving-product-id`. */
export async function startLedger({ version = '5.4.0', mnemonic = MNEMONIC, options = [] } = {}) {
  const folder = await scratch('hid');
  const tool = await startTool('virtual-hid', [
    '--dir',
    folder,
    '--app',
    version,
    '--mnemonic-name',
    mnemonic,
    ...options,
  ]);
  const { port, dir, shim, url } = tool.said;
  const [id, name, serial] = (await readFile(path.join(dir, 'present'), 'utf8')).split('\n');
  const [, vendor, product] = id.split(':').map((part) => Number.parseInt(part, 16));
  const state = () => control(port, '/state');
  const act = (what, body = {}) => control(port, `/${what}`, body);
  /** A person presses when there is something to press. */
  const decide = async (what) => {
    await until(`a prompt to ${what}`, async () => (await state()).prompt);
    await act(what);
  };
  const grant = (productId) => ({ 'vendor-id': vendor, 'product-id': productId, 'serial-number': serial, name });
  return {
    /** Makes a browser see the device. */
    environment: { LD_PRELOAD: shim, LIFEBOAT_HID_DIR: dir },
    /** What the browser's chooser would have noted. */
    grants: [grant(product)],
    /** The same, for another of its product ids. */
    alsoGrant(productId) {
      this.grants.push(grant(productId));
    },
    screenUrl: url,
    async stop() {
      await tool.stop();
      await discard(folder);
    },

    state,
    approve: () => decide('approve'),
    reject: () => decide('reject'),
    plug: () => act('plug'),
    unplug: () => act('unplug'),
    lock: () => act('lock'),
    unlock: () => act('unlock'),
    openApp: () => act('open-app'),
    exitApp: () => act('exit-app'),
    openOtherApp: () => act('open-other-app'),
    uninstallApp: () => act('uninstall-app'),
    /** Installs this version, and opens it. */
    install: (wanted) => act('version', { version: wanted }),
    openMenu: () => act('open-menu'),
    closeMenu: () => act('close-menu'),
    /** The cable comes out; what is plugged in next is another Ledger. */
    swap: (name) => act('swap', { mnemonicName: name }),
    /** Turns the pages of a long text with this title, and reads it. */
    async read(title) {
      let text = '';
      for (;;) {
        const { screen } = await act('press/right');
        if (!screen[0].startsWith(title)) return text;
        text += screen.slice(1).join('');
      }
    },
    /** How often it asked the person something so far. */
    async prompts() {
      return (await control(port, '/log')).filter(({ outcome }) => outcome === 'prompt').length;
    },
    /** From now on somebody presses at once, an open prompt included: `approve`, `reject` or `off`. */
    async auto(mode, delayMs = 50) {
      await act('auto', { mode, delayMs });
      if (mode !== 'off' && (await state()).prompt) await act(mode);
    },
    /** Whatever is on the screen goes away. */
    async dismiss() {
      await act('auto', { mode: 'off' });
      if ((await state()).prompt) await act('reject');
    },
  };
}
