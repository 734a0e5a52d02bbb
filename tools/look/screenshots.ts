/** Pictures of a report for a person to look at: `node tools/look/screenshots.ts REPORT.html FOLDER`. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const [report, folder] = process.argv.slice(2);
if (report === undefined || folder === undefined) {
  console.error('usage: node tools/look/screenshots.ts REPORT.html FOLDER');
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
    await page.goto(pathToFileURL(resolve(report)).href);
    const name = (part: string): string => join(folder, `${colorScheme}-${width}-${part}.png`);
    await page.screenshot({ path: name('first') });
    await page.screenshot({ path: name('whole'), fullPage: true });
    await page.close();
  }
}
await browser.close();
