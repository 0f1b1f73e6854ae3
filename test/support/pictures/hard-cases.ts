import type { Page } from 'playwright';
import { z } from 'zod';
import { call, shoot, until, view } from './camera.ts';
import { play, rollouts } from './practice.ts';

const Containments = z.array(z.object({ targets: z.array(z.object({ standing: z.string() })) }));

/** A release whose desktop refuses to be taken back. */
export async function refused(page: Page): Promise<void> {
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
export async function noWayBack(page: Page): Promise<void> {
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
  await shoot(page, 'ways-back', page.getByRole('region', { name: 'Ways back' }));
}
