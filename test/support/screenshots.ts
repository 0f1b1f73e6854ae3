// Takes pictures of every view from the practice fleet: `npm run screenshots`, or with all of them: `npm run screenshots -- FOLDER`.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright';
import { z } from 'zod';
import { chromiumLaunch } from './chromium.mjs';

const root = resolve(import.meta.dirname, '../..');
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
  'plan',
  'signoffs',
  'health',
  'backtest',
];
const everything = process.argv[2] === undefined ? null : resolve(process.argv[2]);

const sizes = [
  { width: 1280, height: 800, mark: '' },
  { width: 1920, height: 1080, mark: '-1920' },
] as const;
const schemes = [
  { scheme: 'light', mark: '' },
  { scheme: 'dark', mark: '-dark' },
] as const;

const Rollouts = z.array(
  z.object({
    id: z.string(),
    applicationId: z.string(),
    state: z.string(),
    percent: z.number().nullable(),
    wayBack: z.object({ exists: z.boolean().nullable() }),
  }),
);
const Containments = z.array(z.object({ targets: z.array(z.object({ standing: z.string() })) }));
const Incidents = z.array(z.object({ id: z.string() }));

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

async function call<T>(page: Page, name: string, input: object, answer: z.ZodType<T>): Promise<T> {
  const origin = new URL(page.url()).origin;
  const response = await page.request.post(`${origin}/api/call/${name}`, { data: { input }, headers: { origin } });
  return z.object({ answer }).parse(await response.json()).answer;
}

async function until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain until ${what}.`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** One view in both sizes and both schemes; the ones that README.md shows in the small size only. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const size of sizes) {
    for (const { scheme, mark } of schemes) {
      const picture = `${name}${mark}${size.mark}`;
      const wanted = shown.includes(picture);
      if (!wanted && everything === null) continue;
      await page.setViewportSize({ width: size.width, height: size.height });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(500);
      const image = await page.screenshot({ path: join(everything ?? forReadme, `${picture}.png`) });
      if (wanted && everything !== null) await page.screenshot({ path: join(forReadme, `${picture}.png`) });
      process.stdout.write(`${picture}: ${Math.round(image.length / 1024)} kB\n`);
    }
  }
}

async function view(page: Page, name: string, path: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#${path}`);
  await page.getByRole('main').waitFor();
  await page.waitForTimeout(1000);
  await shoot(page, name);
}

async function play(page: Page, scenario: string): Promise<void> {
  await call(page, 'practice.play', { scenario }, z.unknown());
}

function rollouts(page: Page): Promise<z.infer<typeof Rollouts>> {
  return call(page, 'rollouts.list', { state: 'all' }, Rollouts);
}

/** A release that is taken back, and then another one on its way through the stages. */
async function releases(page: Page): Promise<void> {
  await view(page, 'home-empty', '/');
  await play(page, 'bad-release');
  await until('the bad release is taken back', 120, async () => {
    const rows = await rollouts(page);
    return rows.length > 0 && rows.every((row) => row.state === 'rolledBack');
  });
  await play(page, 'good-release');
  await until('the good release reaches half of the users', 120, async () => {
    const own = (await rollouts(page)).filter((row) => row.applicationId === 'harbor');
    return own.length > 0 && own.every((row) => row.percent === 50);
  });
  // Some readings in the second stage, so that the charts show it.
  await page.waitForTimeout(6000);
}

async function whileRolling(page: Page): Promise<void> {
  await view(page, 'home', '/');
  await page
    .getByRole('button', { name: /^Contain/ })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Roll back 4/ })
    .waitFor();
  await shoot(page, 'containment');
  await page.getByRole('button', { name: 'Leave it running' }).click();
  await view(page, 'health', '/health');
  const rolling = (await rollouts(page)).find((row) => row.applicationId === 'harbor');
  await view(page, 'rollout', `/rollouts/${rolling?.id ?? ''}`);
}

async function afterwards(page: Page): Promise<void> {
  const back = (await rollouts(page)).find((row) => row.applicationId === 'pryde');
  await view(page, 'rollout-taken-back', `/rollouts/${back?.id ?? ''}`);
  const [incident] = await call(page, 'incidents.list', {}, Incidents);
  await view(page, 'incidents', '/incidents');
  await view(page, 'incident', `/incidents/${incident?.id ?? ''}`);
  for (const name of ['audit', 'connections', 'plans', 'settings']) await view(page, name, `/${name}`);
  await brokenPlan(page);
  await page.goto(`${new URL(page.url()).origin}/#/`);
  await page.getByRole('main').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'help');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** The editor with a slip in it: where it is, and what would be right. */
async function brokenPlan(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/plans/canary-24h.yaml`);
  await page.getByRole('button', { name: 'Use as a start…' }).click();
  await page.getByRole('textbox', { name: /File name/ }).fill('night.yaml');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { name: 'night.yaml', exact: true }).waitFor();
  await page.locator('.cm-line', { hasText: 'platformEvery: 4h' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('ours');
  await page.locator('.cm-lintRange-error').waitFor();
  // The click went to the middle of a line that is wider than the window.
  await page.locator('.cm-scroller').evaluate((scroller) => scroller.scrollTo({ left: 0 }));
  await shoot(page, 'plan');
  // Undone, so that no question about unsaved words stands in the way of the next view.
  for (let typed = 0; typed < 'ours'.length; typed += 1) await page.keyboard.press('Backspace');
  await page.locator('.cm-lintRange-error').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
}

/** What a plan would have done to releases of weeks, kept apart from what was measured here. */
async function backtest(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/backtest?plan=practice.yaml`);
  await page.getByRole('button', { name: 'Load practice history' }).click();
  await page.getByRole('region', { name: /^Result of practice/ }).waitFor({ timeout: 60_000 });
  await page.getByText(/^4\d past releases looked at/).waitFor({ timeout: 60_000 });
  await shoot(page, 'backtest');
}

/** A release that waits for people: what is signed off, and where each channel stands. */
async function signoffs(page: Page): Promise<void> {
  await until('the good release is out', 120, async () => (await rollouts(page)).every((row) => !['running', 'held'].includes(row.state)));
  await play(page, 'asks-people');
  await page.goto(`${new URL(page.url()).origin}/#/`);
  await page
    .getByText(/^Harbor .+ · web waits for a go/)
    .first()
    .click({ timeout: 60_000 });
  const items = page.getByRole('region', { name: 'Checks and signoffs' });
  await items.waitFor();
  const top = await items.evaluate((region) => region.getBoundingClientRect().top);
  await page.mouse.move(500, 500);
  await page.mouse.wheel(0, top - 72);
  await page.waitForTimeout(1000);
  await shoot(page, 'signoffs');
}

/** A release whose desktop refuses to be taken back. */
async function refused(page: Page): Promise<void> {
  await call(page, 'fleet.saveEndpoint', { applicationId: 'pryde', healthUrl: new URL(page.url()).origin }, z.unknown());
  await view(page, 'endpoints', '/connections?tab=applications');
  await play(page, 'partial-failure');
  await until('the desktop refuses', 150, async () => {
    const open = await call(page, 'rollouts.containments', {}, Containments);
    const standings = open.flatMap((one) => one.targets.map((target) => target.standing));
    return standings.includes('failed') && !standings.includes('working');
  });
  await view(page, 'containment-progress', '/');
}

/** A release that has no way back: before the press. */
async function noWayBack(page: Page): Promise<void> {
  await play(page, 'no-way-back');
  const lost = async () => (await rollouts(page)).find((row) => row.state === 'running' && row.wayBack.exists === false);
  await until('the way back is gone', 150, async () => (await lost()) !== undefined);
  await view(page, 'rollout-no-way-back', `/rollouts/${(await lost())?.id ?? ''}`);
  await page.getByRole('button', { name: /no way back/ }).click();
  await page.getByRole('checkbox', { name: /^Go on although/ }).click();
  await shoot(page, 'promote-no-way-back');
  await page.getByRole('button', { name: 'Leave it' }).click();
  await page.getByRole('button', { name: /^Emergency/ }).click();
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'emergency');
  await page.getByRole('button', { name: 'Leave it running' }).click();
  await page.getByRole('region', { name: 'Ways back' }).scrollIntoViewIfNeeded();
  await shoot(page, 'ways-back');
}

async function day(page: Page): Promise<void> {
  await releases(page);
  await whileRolling(page);
  await afterwards(page);
  await backtest(page);
  await signoffs(page);
}

/** Takes pictures in a console of its own: what one scenario leaves behind would stand in the way of the next. */
async function session(work: (page: Page) => Promise<void>): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), 'tidegate-pictures-'));
  const { child, link } = await serve(workspace);
  const browser = await chromium.launch(await chromiumLaunch());
  try {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(link);
    const begin = page.getByRole('button', { name: 'Start practising' });
    await begin.waitFor();
    await shoot(page, 'setup');
    await begin.click();
    await page.getByText('Nothing is rolling').first().waitFor();
    await work(page);
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(workspace, { recursive: true, force: true });
  }
}

mkdirSync(forReadme, { recursive: true });
if (everything !== null) mkdirSync(everything, { recursive: true });
for (const work of [day, refused, noWayBack]) await session(work);
