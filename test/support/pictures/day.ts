import type { Page } from 'playwright';
import { shoot, until, view } from './camera.ts';
import { newestIncident, play, rollouts } from './practice.ts';

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
  await view(page, 'incidents', '/incidents');
  await view(page, 'incident', `/incidents/${(await newestIncident(page)) ?? ''}`);
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
  await shoot(page, 'signoffs', items);
}

/** A day of releases: one that is taken back, one that goes on, and everything that is looked at around them. */
export async function day(page: Page): Promise<void> {
  await releases(page);
  await whileRolling(page);
  await afterwards(page);
  await backtest(page);
  await signoffs(page);
}
