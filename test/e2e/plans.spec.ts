import type { Page } from '@playwright/test';
import { call, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

/** What the console has under the file's name. */
async function stored(ui: Page): Promise<string> {
  return JSON.stringify(await call(ui, 'plans.get', { file: 'night.yaml' }));
}

test('design 3 edits a copy of a preset: breaks it, sees where, mends it, saves, and compares two versions', async ({ ui }) => {
  const refusedStyles: string[] = [];
  ui.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusedStyles.push(message.text());
  });
  await practise(ui);
  await ui.evaluate(() => (window.location.hash = '#/plans/canary-24h.yaml'));
  await ui.getByRole('button', { name: 'Use as a start…' }).click();
  await ui.getByRole('textbox', { name: /File name/ }).fill('night.yaml');
  await ui.getByRole('button', { name: 'Create', exact: true }).click();
  const text = ui.getByRole('textbox', { name: 'Text of the plan' });
  const save = ui.getByRole('button', { name: 'Save', exact: true });
  await expect(ui.getByRole('heading', { name: 'night.yaml', exact: true })).toBeVisible();
  await expect(text).toContainText('name: night');
  await expect(text).toHaveCSS('white-space', 'pre');

  await ui.locator('.cm-line', { hasText: 'platformEvery: 4h' }).click();
  await ui.keyboard.press('End');
  await ui.keyboard.type('ours');
  await expect(ui.locator('.cm-lintRange-error')).toHaveText('4hours');
  await expect(ui.getByRole('button', { name: /line 5, column 16/ })).toBeVisible();
  await expect(save).toBeDisabled();

  for (let typed = 0; typed < '4hours'.length; typed += 1) await ui.keyboard.press('Backspace');
  await ui.keyboard.type('2h');
  await expect(ui.getByText(/the platform every 2\sh/)).toBeVisible();
  await expect(ui.locator('.cm-lintRange-error')).toHaveCount(0);
  await ui.keyboard.press('ControlOrMeta+s');
  await expect(ui.getByText('saved', { exact: true })).toBeVisible();
  expect(await stored(ui)).toContain('platformEvery: 2h');

  await ui.getByText('Versions', { exact: true }).click();
  const versions = ui.getByRole('region', { name: 'Versions', exact: true });
  await expect(versions.getByRole('listitem')).toHaveCount(2);
  await expect(versions.getByRole('listitem').first()).toContainText('in the file now');
  await expect(versions.getByRole('listitem').first()).toContainText('+1');
  await expect(ui.locator('.cm-deletedChunk')).toContainText('platformEvery: 4h');
  await expect(ui.locator('.cm-changedLine')).toContainText('platformEvery: 2h');

  await versions.getByRole('button', { name: 'Restore' }).click();
  await expect(versions.getByRole('listitem')).toHaveCount(3);
  expect(await stored(ui)).toContain('platformEvery: 4h');
  expect(refusedStyles).toEqual([]);
});
