import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { chromium, type Page } from 'playwright';
import { timelinePage } from '../../main/store/incident-timeline.ts';
import { openStore } from '../../main/store/open.ts';
import { putSetting } from '../../main/store/settings.ts';
import { chromiumLaunch } from '../support/chromium.mjs';
import { incidentId, lines, makeIncident } from './make-incident.ts';
import { quietConsole } from './quiet-console.ts';
import { buildWhenNeeded } from './startup.ts';
import type { BenchRow } from './store.ts';

const opens = 5;
const pages = 20;
/** Scrolled pixels of each frame, fast enough that rows are made all the time. */
const stepPx = 60;
const frames = 240;
const what = `incident with ${lines} lines and 7 days × 20 series`;

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function prepared(folder: string): Promise<BenchRow> {
  const store = await openStore({ folder, now: Date.now });
  try {
    putSetting(store.writer, 'mode', 'own');
    makeIncident(store, Date.now() - 4 * 60 * 60_000);
    const times = Array.from({ length: pages }, (_, page) => {
      const started = performance.now();
      timelinePage(store.reader, { incidentId, kinds: null, offset: page * 100, limit: 100 });
      return performance.now() - started;
    });
    return { name: `${what}: a page of 100 lines from the store`, value: middle(times), unit: 'ms' };
  } finally {
    store.close();
  }
}

/** From the address to the first line of the timeline, ms, beginning at the list as a person does. */
async function opening(page: Page, origin: string): Promise<number> {
  await page.goto(`${origin}/#/incidents`);
  const link = page.getByRole('link', { name: 'Error rate of route 0 on web' });
  await link.waitFor();
  const started = performance.now();
  await link.click();
  await page.getByRole('feed').getByRole('article').first().getByRole('time').waitFor();
  return performance.now() - started;
}

/** Times between frames while the timeline is scrolled, ms. */
async function scrolling(page: Page): Promise<number[]> {
  return await page.getByRole('feed').evaluate(
    async (feed, [count, step]) => {
      const times: number[] = [];
      for (let frame = 0; frame <= count; frame += 1) {
        feed.scrollTop += step;
        times.push(await new Promise<number>((resolve) => requestAnimationFrame(resolve)));
      }
      return times.slice(1).map((time, index) => time - (times[index] ?? time));
    },
    [frames, stepPx] as const,
  );
}

async function inBrowser(folder: string): Promise<BenchRow[]> {
  const console = await quietConsole(folder);
  const browser = await chromium.launch(await chromiumLaunch());
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(console.link());
    const origin = new URL(page.url()).origin;
    const times: number[] = [];
    for (let round = 0; round < opens; round += 1) times.push(await opening(page, origin));
    const between = await scrolling(page);
    const late = between.filter((ms) => ms > 1000 / 60 + 4).length;
    return [
      { name: `${what}: press to first line in Chromium`, value: middle(times), unit: 'ms' },
      { name: `${what}: frames while scrolling`, value: 1000 / middle(between), unit: 'fps' },
      { name: `${what}: frames that came late, of ${frames}`, value: late, unit: 'frames' },
    ];
  } finally {
    await browser.close();
    await console.stop();
  }
}

/** How fast a large incident opens and scrolls, in a workspace of its own that is removed afterwards. */
export async function benchIncident(): Promise<BenchRow[]> {
  buildWhenNeeded();
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  try {
    const stored = await prepared(folder);
    return [stored, ...(await inBrowser(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
