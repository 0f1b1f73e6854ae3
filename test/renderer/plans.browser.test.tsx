import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { planDetails } from '../support/fixture/desk.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const own = planDetails[0];

/** The own plan with another time between polls. */
function withEvery(value: string): string {
  return own?.text.replace(/^every: .*$/m, `every: ${value}`) ?? '';
}

describe('Plans', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('design 3 lists the own plans and the presets with stages, gates and problems', async () => {
    openApp('/plans');
    await expect.element(page.getByRole('region', { name: 'My plans' })).toMatchTextContent(/1 problem/);
    await expect.element(page.getByRole('region', { name: 'Presets' })).toMatchTextContent(/canary-24h/);
    await expect.element(page.getByRole('img', { name: /^10.%, watched 8.h; 50.%/ }).first()).toBeVisible();
    await expectAccessible();
  });

  test('design 3 shows a preset read only and copies it under a free name', async () => {
    const bridge = openApp('/plans/practice.yaml');
    await expect.element(page.getByRole('textbox', { name: 'Text of the plan' })).toHaveAttribute('readonly');
    await expect.element(page.getByText('In every stage:')).toBeVisible();
    await page.getByRole('button', { name: 'Copy to my plans…' }).click();
    await expect.element(page.getByRole('textbox', { name: /File name/ })).toHaveValue('my-practice.yaml');
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => bridge.seenOf('plans.save')[0]?.input).toMatchObject({ file: 'my-practice.yaml' });
    await expect.poll(() => window.location.hash).toBe('#/plans/my-practice.yaml');
  });

  test('design 3 names line and column of a problem and goes there', async () => {
    openApp('/plans/broken.yaml');
    await page.getByRole('button', { name: /line 4, column 1/ }).click();
    const area = page.getByRole('textbox', { name: 'Text of the plan' }).element();
    if (!(area instanceof HTMLTextAreaElement)) throw new Error('no text area');
    expect(document.activeElement).toBe(area);
    expect(area.value.slice(area.selectionStart, area.selectionStart + 4)).toBe('evry');
    await expectAccessible();
  });

  test('design 3 checks while typing and saves only what has no problem', async () => {
    const bridge = openApp('/plans/my-canary.yaml');
    const area = page.getByRole('textbox', { name: 'Text of the plan' });
    const save = page.getByRole('button', { name: 'Save' });
    await expect.element(save).toBeDisabled();
    await area.fill(withEvery('soon'));
    await expect.element(page.getByText('changed, has problems, cannot be saved')).toBeVisible();
    await expect.element(save).toBeDisabled();
    await area.fill(withEvery('7m'));
    await expect.element(save).toBeEnabled();
    await save.click();
    await expect.poll(() => bridge.seenOf('plans.save')).toHaveLength(1);
    expect(bridge.seenOf('plans.save')[0]?.input).toEqual({ file: 'my-canary.yaml', text: withEvery('7m') });
  });

  test('design 2.6 lets an operator read a plan, not change it', async () => {
    openApp('/plans/my-canary.yaml', { role: 'operator' });
    await expect.element(page.getByRole('textbox', { name: 'Text of the plan' })).toHaveAttribute('readonly');
    await expect.element(page.getByText('Needs the role admin; yours is operator')).toBeVisible();
  });
});
