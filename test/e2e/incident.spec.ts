import { call, play, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

test('R6.2 R3.6 opens the room of an incident with its charts and playbooks while the network is cut', async ({ ui }) => {
  test.setTimeout(180_000);
  await practise(ui);
  await play(ui, 'bad-release');
  let incidentId = '';
  await expect(async () => {
    const listed = await call(ui, 'incidents.list', {});
    const [row] = listed.ok ? (listed.answer as { id: string }[]) : [];
    incidentId = row?.id ?? '';
    expect(incidentId).not.toBe('');
  }).toPass({ timeout: 60_000 });
  expect(await call(ui, 'practice.network', { up: false })).toMatchObject({ ok: true });
  await ui.evaluate((id) => (window.location.hash = `#/incidents/${id}`), incidentId);
  const feed = ui.getByRole('feed', { name: 'Timeline' });
  await expect(feed).toContainText(/Opened as P\d/);
  await ui.getByRole('textbox', { name: 'Note' }).fill('Read on the train');
  await ui.getByRole('button', { name: 'Keep note' }).click();
  await expect(feed).toContainText('Read on the train');
  await ui.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(ui.getByRole('region', { name: 'Response' })).toContainText(/has it/);
  await ui.getByRole('tab', { name: 'Playbooks' }).click();
  await ui.getByRole('checkbox', { name: 'Step 1 done' }).click();
  await expect(ui.getByText(/1 of \d+ steps done/).first()).toBeVisible();
  await ui.getByRole('tab', { name: 'Evidence' }).click();
  await expect(ui.getByRole('region', { name: 'Evidence' }).getByRole('img').first()).toBeVisible();
  expect(await call(ui, 'audit.verify', {})).toMatchObject({ ok: true, answer: { ok: true } });
});
