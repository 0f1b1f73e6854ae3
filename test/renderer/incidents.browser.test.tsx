import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { expectAccessible, openApp } from '../support/open-app.tsx';

describe('Incidents', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R6.2 shows what is being loaded, then the problem, then the list', async () => {
    const bridge = openApp('/incidents', { prepare: (fake) => fake.hang('incidents.list') });
    await expect.element(page.getByRole('status', { name: 'Loading incidents' })).toBeVisible();
    bridge.refuse('incidents.list', { code: 'internal', message: 'The database is busy.' });
    openApp('/incidents', { prepare: (fake) => fake.refuse('incidents.list', { code: 'internal', message: 'The database is busy.' }) });
    await expect.element(page.getByText('The database is busy.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Ask again' })).toBeVisible();
  });

  test('R6.2 says what would stand here while there is none', async () => {
    openApp('/incidents', { prepare: (fake) => fake.answer('incidents.list', () => []) });
    await expect.element(page.getByText('No incident so far')).toBeVisible();
    await expectAccessible();
  });

  test('R6.2 lists open incidents first and filters them', async () => {
    openApp('/incidents');
    const rows = page.getByRole('row');
    await expect.element(rows.nth(1)).toMatchTextContent(/Auth success fell under 90 %/);
    await expect.element(rows.nth(1)).toMatchTextContent(/open/);
    await expect.element(page.getByRole('row', { name: /Pryde 30 days 6 50 % \(3\) 17 min 2/ })).toBeVisible();
    await page.getByRole('textbox', { name: 'Filter incidents' }).fill('harbor');
    await expect.element(rows.nth(1)).toMatchTextContent(/P0/);
    expect(
      page
        .getByRole('link')
        .filter({ hasText: /P0|Error rate/ })
        .elements(),
    ).toHaveLength(1);
    await expectAccessible();
  });

  test('R6.2 opens the frozen evidence without asking any source again', async () => {
    const bridge = openApp('/incidents');
    await page.getByRole('link', { name: 'Auth success fell under 90 %' }).click();
    await page.getByRole('tab', { name: 'Evidence' }).click();
    await expect.element(page.getByRole('img', { name: /^Auth success: .* red bound 90/ })).toBeVisible();
    await expect.element(page.getByText(/^At 03:05:52 Tidegate decided to roll back/)).toBeVisible();
    await expect.element(page.getByText('3 checks in a row under 90 %')).toBeVisible();
    await expect.element(page.getByRole('img', { name: /^Recovery: detectable after .+, detected after .+, decided after/ })).toBeVisible();
    await expect.element(page.getByText('Not every platform has confirmed it.')).toBeVisible();
    await expect.element(page.getByText(/grant "Release to production"/)).toBeVisible();
    await expect.element(page.getByText('No readings in the frozen window')).toBeVisible();
    expect(bridge.seenOf('rollouts.series')).toEqual([]);
    await expectAccessible();
  });

  test('R6.2 closes an incident with a reason and says what is not settled', async () => {
    const bridge = openApp('/incidents/inc-1', { role: 'operator' });
    await page.getByRole('button', { name: 'Close incident…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/One action is not confirmed/);
    await expect.element(dialog.getByRole('button', { name: 'Close incident' })).toBeDisabled();
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('Fixed in 1.2.3');
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Close incident' }).click();
    await expect.poll(() => bridge.seenOf('incidents.close')).toHaveLength(1);
    expect(bridge.seenOf('incidents.close')[0]).toMatchObject({ input: { incidentId: 'inc-1', reason: 'Fixed in 1.2.3' } });
    expect(bridge.seenOf('incidents.close')[0]?.key).toBeTypeOf('string');
  });

  test('design 2.6 offers no closing to a viewer', async () => {
    openApp('/incidents/inc-1', { role: 'viewer' });
    await expect.element(page.getByRole('button', { name: 'Close incident…' })).toBeDisabled();
  });
});
