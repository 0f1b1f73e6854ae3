import { call, play, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

test('R5.4 R5.6 R3.5 shows a release turn bad: its versions, its metrics, the better version and what it throws', async ({ ui }) => {
  test.setTimeout(150_000);
  await practise(ui);
  await play(ui, 'bad-release');
  await ui.evaluate(() => (window.location.hash = '#/health'));
  const versions = ui.getByRole('region', { name: 'Active versions' });
  await expect(versions.getByText('canary').first()).toBeVisible({ timeout: 30_000 });
  const overall = ui.getByRole('region', { name: 'Overall health' });
  await expect(overall.getByText(/Pryde 2\.4\.0 on /).first()).toBeVisible({ timeout: 30_000 });
  await expect(ui.getByRole('img', { name: /^Error rate of 2\.4\.0 over time, yellow > 2 %/ }).first()).toBeVisible({ timeout: 30_000 });
  await expect(ui.getByRole('region', { name: 'Rollbacks' }).getByText('Pryde 2.4.0')).toBeVisible({ timeout: 60_000 });
  await expect(ui.getByText(/^2\.3\.0 is better in \d+ of \d+/)).toBeVisible({ timeout: 30_000 });
  const errors = ui.getByRole('region', { name: 'Errors by cause' });
  await expect(errors.getByText(/Cannot read properties of undefined/)).toBeVisible({ timeout: 60_000 });
  await expect(errors.getByText(/a value is missing/i)).toBeVisible();
  const clusters = await call(ui, 'health.clusters', { version: '2.4.0' });
  expect(JSON.stringify(clusters)).toMatch(/"age":"new"/);
});
