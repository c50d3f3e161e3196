// The demo. With a window: Chromium with the extension, beside the simulated Ledger; a synthetic node to recover from.
// With --headless: the story plays by itself and leaves a picture of every step in demo-pictures/.

import { mkdir, rm } from 'node:fs/promises';

import { play } from './story.mjs';
import { launch } from './support/chromium.mjs';
import { startLedger } from './support/ledger.mjs';
import { startNode } from './support/node.mjs';
import { desktopExport, PICTURES } from './support/project.mjs';

if (process.argv.includes('--headless')) await headless();
else await withWindow();

async function headless() {
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  let step = 0;
  await play(async (screen, name) => {
    step += 1;
    await screen.picture(PICTURES, `${String(step).padStart(2, '0')}-${name}`);
    console.log(`  ${String(step).padStart(2)}  ${name.replaceAll('-', ' ')}`);
  });
  console.log(`demo: ${step} pictures in demo-pictures/`);
}

async function withWindow() {
  const node = await startNode();
  const ledger = await startLedger();
  const chromium = await launch({ ledger, headless: false, granted: false });
  try {
    const file = await desktopExport();
    await chromium.openTab(ledger.screenUrl);
    await chromium.openPage();
    console.log(`
The browser is open. Two tabs: Lifeboat, and the simulated Ledger with its screen, its two buttons and its cable.

  a file to import        ${file.path}
  its password            ${file.password}
  the synthetic node      ${node.url}    (Settings → node; recover from it with the simulated Ledger)

Close the browser to end the demo.
`);
    await new Promise((resolve) => chromium.browser.once('disconnected', resolve));
  } finally {
    await chromium.close();
    await ledger.stop();
    await node.stop();
  }
}
