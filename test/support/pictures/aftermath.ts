import type { Page } from 'playwright';
import { z } from 'zod';
import { call, shoot, until, view } from './camera.ts';
import { newestIncident, play, rollouts } from './practice.ts';

/** Tabs of the incident room, as its address names them. */
const tabs = ['evidence', 'playbooks', 'messages'] as const;

/** After a release was taken back: its incident room tab by tab, what can be prepared for later, and who may call. */
export async function aftermath(page: Page): Promise<void> {
  await play(page, 'bad-release');
  await until('the bad release is taken back', 120, async () => {
    const rows = await rollouts(page);
    return rows.length > 0 && rows.every((row) => row.state === 'rolledBack');
  });
  const id = (await newestIncident(page)) ?? '';
  await call(page, 'incidents.note', { incidentId: id, text: 'Support has **12 tickets** about sign-in since the release.' }, z.unknown());
  await view(page, 'incident-timeline', `/incidents/${id}`);
  for (const tab of tabs) await view(page, `incident-${tab}`, `/incidents/${id}?tab=${tab}`);
  await page.goto(`${new URL(page.url()).origin}/#/incidents/${id}?tab=postmortem`);
  await page.waitForTimeout(1000);
  await shoot(page, 'incident-postmortem', page.getByRole('region', { name: 'Draft from the record' }));
  for (const row of await rollouts(page)) await view(page, `taken-back-${row.surface}`, `/rollouts/${row.id}`);
  await call(page, 'system.backup', {}, z.unknown());
  await view(page, 'settings-safety', '/settings');
  await view(page, 'webhooks-empty', '/connections?tab=webhooks');
  await call(page, 'hooks.create', { name: 'Build server', applicationId: 'pryde', shape: 'github' }, z.unknown());
  await view(page, 'webhooks', '/connections?tab=webhooks');
  await page
    .getByRole('button', { name: /^(Add|New|Create)/ })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'webhooks-new');
}
