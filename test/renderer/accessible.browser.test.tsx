import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { settings } from '../support/fixture/records.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

/** A path, and a text that stands there once it is loaded. */
const views = [
  ['/', 'Needs you'],
  ['/health', 'Active versions'],
  ['/incidents', 'Severity'],
  ['/incidents/inc-1', 'What happened'],
  ['/audit', 'Reason'],
  ['/connections', 'Pryde web'],
  ['/connections?tab=applications', 'Population'],
  ['/plans', 'My plans'],
  ['/plans/broken.yaml', 'Problems'],
  ['/settings', 'Workspace folder'],
] as const;

describe('every view', () => {
  test.for(views)('design 6 has no serious accessibility fault in dark at %s', async ([path, text]) => {
    openApp(path, { prepare: (fake) => fake.answer('system.settings', () => ({ ...settings, theme: 'dark' })) });
    await expect.element(page.getByText(text, { exact: true }).first()).toBeVisible();
    await expect.poll(() => document.documentElement.dataset['mantineColorScheme']).toBe('dark');
    await expectAccessible();
  });

  test.for(views)('design 6 cuts nothing off at 1024 px at %s', async ([path, text]) => {
    await page.viewport(1024, 768);
    openApp(path);
    await expect.element(page.getByText(text, { exact: true }).first()).toBeVisible();
    const main = document.getElementById('main');
    expect(main?.scrollWidth).toBeLessThanOrEqual(main?.clientWidth ?? 0);
  });
});
