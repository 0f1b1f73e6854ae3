import type { Page } from '@playwright/test';
import { call, play, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

interface Lane {
  readonly id: string;
  readonly surface: string;
  readonly percent: number | null;
  readonly next: { readonly cause: string };
}

async function webLane(ui: Page): Promise<Lane> {
  const listed = await call(ui, 'rollouts.list', { state: 'all' });
  const rows = listed.ok ? (listed.answer as Lane[]) : [];
  const lane = rows.find((row) => row.surface === 'web');
  if (lane === undefined) throw new Error('No release rolls on the web.');
  return lane;
}

test('R4.5 R3.8 signs off and approves a release that asks people, and sees it go on', async ({ ui }) => {
  test.setTimeout(150_000);
  await practise(ui);
  await play(ui, 'asks-people');
  await expect(ui.getByText('Harbor 4.8.0 · web waits for a go')).toBeVisible({ timeout: 60_000 });
  expect(await webLane(ui)).toMatchObject({ percent: 10, next: { cause: 'signoff' } });

  await ui.getByText('Harbor 4.8.0 · web waits for a go').click();
  await expect(ui.getByRole('region', { name: 'Decision matrix' }).getByText('now').first()).toBeVisible();
  const items = ui.getByRole('region', { name: 'Checks and signoffs' });
  await expect(items.getByText('fills itself from the gate Error rate')).toBeVisible();
  await items.getByRole('button', { name: 'Go: Support is briefed', exact: true }).click();
  const dialog = ui.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Go', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Evidence' }).fill('Briefing of Friday');
  await dialog.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(items.getByText('2 of 2 signed off')).toBeVisible();
  await expect(items.getByText(/Go by .*Briefing of Friday\./)).toBeVisible();

  const next = ui.getByRole('region', { name: 'What happens next' });
  await expect(next.getByText(/needs approval for 50/)).toBeVisible({ timeout: 20_000 });
  expect(await webLane(ui)).toMatchObject({ percent: 10, next: { cause: 'approval' } });
  await next.getByRole('button', { name: /^Approve 50/ }).click();
  await dialog.getByRole('button', { name: /^Approve 50/ }).click();
  await expect(async () => expect((await webLane(ui)).percent).toBe(50)).toPass({ timeout: 30_000 });
  await expect(ui.getByRole('region', { name: 'Decisions' }).getByText(/Support is briefed: go\./)).toBeVisible();
  expect(await call(ui, 'audit.verify', {})).toMatchObject({ ok: true, answer: { ok: true } });
});
