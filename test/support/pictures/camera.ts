import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Locator, type Page } from 'playwright';
import { z } from 'zod';
import { chromiumLaunch } from '../chromium.mjs';

const root = resolve(import.meta.dirname, '../../..');
/** The pictures that README.md shows. */
const forReadme = join(root, 'resources/screenshots');
const shown = [
  'home',
  'home-dark',
  'rollout',
  'containment',
  'containment-progress',
  'promote-no-way-back',
  'incident',
  'incident-postmortem',
  'drill-result',
  'plan',
  'signoffs',
  'health',
  'backtest',
];
/** Where all pictures go; without it only those of README.md are taken. */
const everything = process.argv[2] === undefined ? null : resolve(process.argv[2]);

const sizes = [
  { width: 1280, height: 800, mark: '' },
  { width: 1920, height: 1080, mark: '-1920' },
  // What lies under the fold as well.
  { width: 1280, height: 2600, mark: '-tall' },
] as const;
const schemes = [
  { scheme: 'light', mark: '' },
  { scheme: 'dark', mark: '-dark' },
] as const;

/** Starts the built console on a workspace of its own and gives its one-time address. */
async function serve(workspace: string): Promise<{ child: ChildProcess; link: string }> {
  const args = [join(root, 'resources/launch/start.mjs'), '--headless', '--no-open', '--workspace', workspace];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const link = /^Open (http\S+)$/.exec(line)?.[1];
    if (link !== undefined) return { child, link };
  }
  throw new Error('The console ended before it printed its address.');
}

export async function call<T>(page: Page, name: string, input: object, answer: z.ZodType<T>): Promise<T> {
  const origin = new URL(page.url()).origin;
  const response = await page.request.post(`${origin}/api/call/${name}`, { data: { input }, headers: { origin } });
  return z.object({ answer }).parse(await response.json()).answer;
}

export async function until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain until ${what}.`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** One view in all sizes and both schemes; the ones that README.md shows in the small size only. `part` is scrolled to. */
export async function shoot(page: Page, name: string, part?: Locator): Promise<void> {
  for (const size of sizes) {
    for (const { scheme, mark } of schemes) {
      const picture = `${name}${mark}${size.mark}`;
      const wanted = shown.includes(picture);
      if (!wanted && everything === null) continue;
      await page.setViewportSize({ width: size.width, height: size.height });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await part?.evaluate((element) => element.scrollIntoView({ block: 'start' }));
      await page.waitForTimeout(500);
      const image = await page.screenshot({ path: join(everything ?? forReadme, `${picture}.png`) });
      if (wanted && everything !== null) await page.screenshot({ path: join(forReadme, `${picture}.png`) });
      process.stdout.write(`${picture}: ${Math.round(image.length / 1024)} kB\n`);
    }
  }
}

export async function view(page: Page, name: string, path: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#${path}`);
  await page.getByRole('main').waitFor();
  await page.waitForTimeout(1000);
  await shoot(page, name);
}

/** A console at rest whose workspace lies in `folder`, and a page that is signed in there. */
async function withConsole(folder: string, work: (page: Page) => Promise<void>): Promise<void> {
  const { child, link } = await serve(folder);
  const browser = await chromium.launch(await chromiumLaunch());
  try {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(link);
    await work(page);
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** A workspace that is gone afterwards; `open` opens a console on it, as often as wanted. */
export async function inWorkspace(work: (open: typeof withConsole, folder: string) => Promise<void>): Promise<void> {
  mkdirSync(everything ?? forReadme, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-pictures-'));
  try {
    await work(withConsole, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Begins practising in a new workspace. */
export async function beginPractice(page: Page): Promise<void> {
  const begin = page.getByRole('button', { name: 'Start practising' });
  await begin.waitFor();
  await shoot(page, 'setup');
  await begin.click();
  await page.getByText('Nothing is rolling').first().waitFor();
}

/** Takes pictures in a console of its own: what one scenario leaves behind would stand in the way of the next. */
export async function session(work: (page: Page) => Promise<void>): Promise<void> {
  await inWorkspace(async (open, folder) => {
    await open(folder, async (page) => {
      await beginPractice(page);
      await work(page);
    });
  });
}
