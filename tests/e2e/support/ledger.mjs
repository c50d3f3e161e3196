// The virtual Ledger: what a person does with the device, for a browser that believes it is real.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { MNEMONIC } from './node.mjs';
import { control, startTool } from './tool.mjs';

export async function startLedger({ version = '5.4.0', mnemonic = MNEMONIC } = {}) {
  const tool = await startTool('virtual-hid', ['--app', version, '--mnemonic', mnemonic]);
  const { port, dir, shim } = tool.said;
  const [id, name, serial] = (await readFile(path.join(dir, 'present'), 'utf8')).split('\n');
  const [, vendor, product] = id.split(':').map((part) => Number.parseInt(part, 16));
  return {
    /** Makes a browser see the device. */
    environment: { LD_PRELOAD: shim, LIFEBOAT_HID_DIR: dir },
    /** What the browser's chooser would have noted. */
    grants: [{ 'vendor-id': vendor, 'product-id': product, 'serial-number': serial, name }],
    screenUrl: `http://127.0.0.1:${port}/`,
    stop: () => tool.stop(),

    approve: () => control(port, '/approve', {}),
    reject: () => control(port, '/reject', {}),
    plug: () => control(port, '/plug', {}),
    unplug: () => control(port, '/unplug', {}),
    /** Presses by itself from now on: `approve`, `reject` or `off`. */
    auto: (mode, delayMs = 50) => control(port, '/auto', { mode, delayMs }),
  };
}
