import type { Page } from 'playwright';
import { z } from 'zod';
import { call, shoot, until, view } from './camera.ts';

const Now = z.object({ drill: z.object({ state: z.string(), detectedAt: z.number().nullable() }).nullable() });

/** The state of the drill that is played; `paged` once it waits for a press. */
async function standing(page: Page): Promise<string> {
  const { drill: now } = await call(page, 'drills.now', {}, Now);
  return now?.state === 'running' && now.detectedAt !== null ? 'paged' : (now?.state ?? 'none');
}

/** A fire drill from the choice to its result. */
export async function drill(page: Page): Promise<void> {
  await view(page, 'drills', '/drills');
  await page.getByRole('button', { name: 'Start the drill' }).click();
  await page.getByText('Fire drill: nothing here is real').waitFor();
  await until('the drill pages', 240, async () => (await standing(page)) === 'paged');
  await page.waitForTimeout(1500);
  await shoot(page, 'drill-paged');
  const contain = page.getByRole('button', { name: /^Contain/ }).first();
  await contain.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Roll back \d/ }).waitFor();
  await shoot(page, 'drill-press');
  await dialog.getByRole('textbox').first().fill('Errors rise with this release');
  await dialog.getByRole('button', { name: /^Roll back \d/ }).click();
  await until('the drill is contained', 120, async () => (await standing(page)) === 'contained');
  await page.waitForTimeout(1500);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await shoot(page, 'drill-contained');
  await page.getByRole('button', { name: 'See the result' }).click();
  await page.getByRole('heading', { name: 'Promises' }).waitFor();
  await shoot(page, 'drill-result');
}
