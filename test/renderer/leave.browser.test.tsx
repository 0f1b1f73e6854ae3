import { page, userEvent } from 'vitest/browser';
import { expect, test, vi } from 'vitest';
import { openApp } from '../support/open-app.tsx';

test('design 6 tells the desktop window when a plan is unsaved and when it is saved or left, so that closing asks first', async () => {
  const unsaved = vi.fn<(active: boolean) => void>();
  Object.defineProperty(window, 'tidegate', { value: { unsaved }, configurable: true });
  try {
    openApp('/plans/my-canary.yaml');
    await page.getByRole('textbox', { name: 'Text of the plan' }).click();
    expect(unsaved).not.toHaveBeenCalledWith(true);
    await userEvent.keyboard('# more');
    await expect.poll(() => unsaved.mock.lastCall).toEqual([true]);
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('button', { name: /without saving/i }).click();
    await expect.poll(() => unsaved.mock.lastCall).toEqual([false]);
  } finally {
    Reflect.deleteProperty(window, 'tidegate');
  }
});
