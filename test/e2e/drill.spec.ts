import { call, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

interface Incident {
  readonly id: string;
}

test('R1.12 R4.3 plays a fire drill in the window: begun, pressed, contained, and kept apart from real incidents', async ({ ui }) => {
  test.setTimeout(90_000);
  await practise(ui);
  await ui.evaluate(() => (window.location.hash = '#/drills'));
  await expect(ui.getByText(/A release that stays good needs .* or more for all stages/)).toBeVisible();
  await ui.getByRole('button', { name: 'Start the drill' }).click();
  const frame = ui.getByRole('banner', { name: 'Fire drill' });
  await expect(frame).toContainText('nothing here is real');
  await expect(ui.getByText(/10\s%\sfor/).first()).toBeVisible({ timeout: 30_000 });
  await ui
    .getByRole('button', { name: /^Contain/ })
    .first()
    .click();
  const dialog = ui.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Roll back \d targets/ }).click();
  await expect(dialog.getByText(/Contained\sin/)).toBeVisible({ timeout: 30_000 });
  await ui.keyboard.press('Escape');
  await expect(frame).toContainText(/Contained: nobody is offered Pryde/);
  await frame.getByRole('button', { name: 'See the result' }).click();
  await expect(ui.getByText('Press to contained').first()).toBeVisible();
  await expect(ui.getByRole('table').filter({ hasText: 'Press to contained' })).toContainText('A release turns bad');
  expect(await call(ui, 'drills.list', {})).toMatchObject({ ok: true, answer: [{ scenario: 'bad-release', state: 'contained' }] });
  const real = await call(ui, 'incidents.list', {});
  expect(real.ok ? (real.answer as Incident[]) : null).toEqual([]);
  const log = await call(ui, 'audit.list', { action: 'rollout.rollback' });
  expect(log).toMatchObject({ ok: true, answer: { rows: [] } });
});
