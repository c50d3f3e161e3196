// The virtual Ledger: what a person does with the device, for a browser that believes it is real.

import path from 'node:path';

import { MNEMONIC } from './node.mjs';
import { discard, scratch, until } from './project.mjs';
import { control, startTool } from './tool.mjs';

/** What every Ledger is to the browser. */
const VENDOR = 0x2c97;
const SERIAL = '0001';

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
  const state = () => control(port, '/state');
  const { productId } = await state();
  const product = Number.parseInt(productId, 16);
  const act = (what, body = {}) => control(port, `/${what}`, body);
  /** A person presses when there is something to press. */
  const decide = async (what) => {
    await until(`a prompt to ${what}`, async () => (await state()).prompt);
    await act(what);
  };
  const grant = (id) => ({ 'vendor-id': VENDOR, 'product-id': id, 'serial-number': SERIAL, name: 'Ledger' });
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
    /** While this file is there, the system lets no program open the device: as Linux does before a rule says otherwise. */
    forbidden: path.join(dir, 'forbidden'),
    async stop() {
      await tool.stop();
      await discard(folder);
    },

    state,
    /** Somebody who knows the device answers it, without looking at the page. */
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
    /** What a hand does: `right`, `both`, `swipe`, or `tap` and `hold` on a word. Answers the new state. */
    hand(what, word) {
      if (what === 'swipe') return act('swipe');
      return what === 'tap' || what === 'hold' ? act(what, { word }) : act(`press/${what}`);
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
