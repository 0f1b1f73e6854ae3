import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { prydeDesktop, prydeWeb, status } from '../support/fixture/fleet.ts';
import { openApp } from '../support/open-app.tsx';

describe('the feed of the window', () => {
  test('design 2 asks once and then lives on pushes', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    const asked = bridge.seenOf('fleet.home').length;
    bridge.push({ table: 'rollouts', row: { ...prydeDesktop, verdictNote: '40/50' } });
    bridge.push({ table: 'rollouts', row: { ...prydeDesktop, verdictNote: '44/50' } });
    await expect.element(page.getByText('thin 44/50')).toBeVisible();
    expect(bridge.seenOf('fleet.home')).toHaveLength(asked);
  });

  test('design 2 asks everything again when a number is missing', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    bridge.push({ table: 'status', row: status });
    const before = bridge.seenOf('fleet.home').length;
    bridge.pushAfterHole({ table: 'status', row: status });
    await expect.poll(() => bridge.seenOf('fleet.home').length).toBe(before + 1);
    await expect.poll(() => bridge.seenOf('fleet.status').length).toBeGreaterThan(1);
  });

  test('design 2 says that it reconnects, and asks everything again after it', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    bridge.connection(false);
    await expect.element(page.getByText('reconnecting to the console')).toBeVisible();
    const before = bridge.seenOf('fleet.home').length;
    bridge.connection(true);
    await expect.poll(() => bridge.seenOf('fleet.home').length).toBe(before + 1);
    expect(page.getByText('reconnecting to the console').query()).toBeNull();
  });

  test('design 2 does not lose a push that overtakes its question', async () => {
    const bridge = createFakeBridge();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { home } = await import('../support/fixture/fleet.ts');
    bridge.answer('fleet.home', async () => {
      await gate;
      return home;
    });
    openApp('/', { bridge });
    await expect.poll(() => bridge.seenOf('fleet.home').length).toBe(1);
    bridge.push({ table: 'rollouts', row: { ...prydeWeb, verdictText: 'newer than the answer' } });
    release();
    await expect.element(page.getByText('newer than the answer', { exact: false })).toBeVisible();
  });

  test('design 6 follows a deep link and keeps a broken view to itself', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    bridge.navigate('/rollouts/r-web');
    await expect.poll(() => window.location.hash).toBe('#/rollouts/r-web');
    bridge.navigate('/no-such-place');
    await expect.element(page.getByText('There is no such view')).toBeVisible();
    await expect.element(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  });

  test('design 6 opens the palette and goes where it says', async () => {
    openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await page.getByRole('textbox', { name: 'Search or run a command' }).fill('Go to Audit');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => window.location.hash).toBe('#/audit');
  });
});
