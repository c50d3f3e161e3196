// Draws the icon at every size the manifest names: `node extension/icons/draw.mjs` after changing icon.svg.

import { readFile, writeFile } from 'node:fs/promises';
import puppeteer from 'puppeteer-core';

const folder = new URL('.', import.meta.url);
const svg = await readFile(new URL('icon.svg', folder), 'utf8');
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const size of [16, 32, 48, 128]) {
  await page.setViewport({ width: size, height: size });
  await page.setContent(`<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await writeFile(new URL(`${size}.png`, folder), await page.screenshot({ omitBackground: true }));
}
await browser.close();
