// The virtual Ledger: what a person does with the device, for a browser that believes it is real.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { MNEMONIC } from './node.mjs';
import { discard, scratch, until } from './project.mjs';
import { control, startTool } from './tool.mjs';

export async function startLedger({ version = '5.4.0', mnemonic = MNEMONIC } = {}) {
  const folder = await scratch('hid');
  const tool = await startTool('virtual-hid', ['--dir', folder, '--app', version, '--mnemonic-name', mnemonic]);
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
  return {
    /** Makes a browser see the device. */
    environment: { LD_PRELOAD: shim, LIFEBOAT_HID_DIR: dir },
    /** What the browser's chooser would have noted. */
    grants: [{ 'vendor-id': vendor, 'product-id': product, 'serial-number': serial, name }],
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
