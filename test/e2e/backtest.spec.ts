import { call, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

test('design 3 backtests the practice history, tries another bound, and writes it into a plan', async ({ ui }) => {
  test.setTimeout(120_000);
  await practise(ui);
  await ui.evaluate(() => (window.location.hash = '#/backtest?plan=practice.yaml'));
  await ui.getByRole('button', { name: 'Load practice history' }).click();
  const result = ui.getByRole('region', { name: /^Result of practice/ });
  await expect(result).toContainText('5 of 6', { timeout: 60_000 });
  await expect(ui.getByRole('region', { name: 'Gates' })).toContainText('Error rate');

  const slider = ui.getByRole('slider', { name: 'Error rate, Red bound, above' });
  const field = ui.getByRole('textbox', { name: 'Error rate, Red bound, above, exact' });
  await slider.focus();
  for (let press = 0; press < 10; press += 1) await slider.press('ArrowLeft');
  await expect(field).toHaveValue('3 %');
  await expect(result).toContainText('6 of 6', { timeout: 30_000 });
  await expect(result).toContainText('was 5 of 6 +1, better');

  await ui.getByRole('button', { name: 'Use these numbers…' }).click();
  await expect(ui.getByRole('dialog')).toContainText('red: 3 %');
  await ui.getByRole('button', { name: 'Write the plan' }).click();
  await expect(ui).toHaveURL(/#\/plans\/my-practice\.yaml/);
  const saved = await call(ui, 'plans.get', { file: 'my-practice.yaml' });
  expect(saved.ok && JSON.stringify(saved.answer)).toContain('red: 3 %');
});
