// Draws the application icon and the tray icons as PNG files: `npx node test/support/render-icons.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { chromiumLaunch } from './chromium.mjs';

const icons = resolve(import.meta.dirname, '../../resources/icons');

/** The gate stands lower the worse it is, so that the colour is not the only sign. */
const trays = [
  { name: 'green', colour: '#2f9e44', boards: 1 },
  { name: 'yellow', colour: '#e8a013', boards: 2 },
  { name: 'red', colour: '#e03131', boards: 3 },
  { name: 'grey', colour: '#8a949b', boards: 0 },
] as const;

function traySvg(colour: string, boards: number): string {
  const leaf = Array.from({ length: boards }, (_value, index) => `<rect x="5" y="${5 + index * 3}" width="6" height="2" />`).join('');
  const water = boards < 3 ? `<rect x="5" y="12" width="6" height="2" opacity="0.6" />` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="${colour}">
    <rect x="1" y="1" width="14" height="3" rx="1" /><rect x="1" y="1" width="3" height="14" rx="1" />
    <rect x="12" y="1" width="3" height="14" rx="1" />${leaf}${water}</svg>`;
}

async function draw(page: Page, svg: string, size: number, file: string): Promise<void> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  writeFileSync(join(icons, file), await page.screenshot({ omitBackground: true }));
}

const browser = await chromium.launch(await chromiumLaunch());
const page = await browser.newPage();
await draw(page, readFileSync(join(icons, 'tidegate.svg'), 'utf8'), 512, 'tidegate.png');
for (const { name, colour, boards } of trays) {
  await draw(page, traySvg(colour, boards), 16, `tray-${name}.png`);
  await draw(page, traySvg(colour, boards), 32, `tray-${name}@2x.png`);
}
await browser.close();
