import type { Page } from 'playwright';
import { z } from 'zod';
import { call } from './camera.ts';

const Rollouts = z.array(
  z.object({
    id: z.string(),
    applicationId: z.string(),
    surface: z.string(),
    state: z.string(),
    percent: z.number().nullable(),
    wayBack: z.object({ exists: z.boolean().nullable() }),
  }),
);

/** Lets the practice fleet publish a release that meets what the scenario tells. */
export async function play(page: Page, scenario: string): Promise<void> {
  await call(page, 'practice.play', { scenario }, z.unknown());
}

export function rollouts(page: Page): Promise<z.infer<typeof Rollouts>> {
  return call(page, 'rollouts.list', { state: 'all' }, Rollouts);
}

const Incidents = z.array(z.object({ id: z.string() }));

/** The newest incident, where there is one. */
export async function newestIncident(page: Page): Promise<string | null> {
  return (await call(page, 'incidents.list', {}, Incidents))[0]?.id ?? null;
}
