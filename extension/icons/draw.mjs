// Draws the icon at every size the manifest names, and the tab's sign while the Ledger calls: `node extension/icons/draw.mjs`
// after changing one of the two.

import { readFile, writeFile } from 'node:fs/promises';
import puppeteer from 'puppeteer-core';

const folder = new URL('.', import.meta.url);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
/** In so few pixels the edges would be half one and half nothing: there they are a whole one. */
const SMALL = { upTo: 16, edge: 'stroke-width="8"' };
const pictures = [...[16, 32, 48, 128].map((size) => ['icon', size, `${size}.png`]), ['call', 32, 'call.png']];
for (const [drawing, size, name] of pictures) {
  const drawn = await readFile(new URL(`${drawing}.svg`, folder), 'utf8');
  const svg = size > SMALL.upTo ? drawn : drawn.replaceAll('stroke-width="5"', SMALL.edge).replace('r="61"', 'r="60"');
  await page.setViewport({ width: size, height: size });
  await page.setContent(`<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await writeFile(new URL(name, folder), await page.screenshot({ omitBackground: true }));
}
await browser.close();
