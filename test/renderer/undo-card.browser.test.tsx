import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { PressCardRow } from '../../main/contract/press-card.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const card: PressCardRow = {
  press: 'promote',
  targetName: 'desktop',
  surface: 'desktop',
  version: '1.2.3',
  writes: true,
  available: true,
  reason: null,
  undo: 'newUsersOnly',
  says: 'Offers 1.2.3 to the share of installed apps; each installs it by itself and keeps it.',
  fromPercent: 10,
  toPercent: 50,
  usersAfter: 1600,
  calls: ['replace latest.yml of 1.2.3 with stagingPercentage: 50', 'PATCH repos/acme/pryde/releases/7 {"make_latest":"true"}'],
  readAt: null,
};

describe('the undo card of a promote', () => {
  test('R1.8 says what can be taken back, who would keep it, and the exact calls with one button to copy them', async () => {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.pressCard', () => card);
    openApp('/rollouts/r-desktop', { bridge });
    await page.getByRole('button', { name: /Promote to 50 %/ }).click();
    const own = page.getByRole('region', { name: 'What this does and what can be undone' });
    await expect.element(own).toMatchTextContent(/Undoing it protects new users only\s*10 % → 50 % · 1,600 users/);
    await expect.element(own).toMatchTextContent('Up to 1,600 users would keep 1.2.3 when it is taken back.');
    await own.getByText('Exact calls').click();
    await expect.element(own.getByRole('button', { name: 'Copy the calls for desktop' })).toBeVisible();
    expect(bridge.seenOf('rollouts.pressCard')[0]?.input).toEqual({ rolloutId: 'r-desktop', press: 'promote' });
    await expectAccessible();
  });

  test('R1.8 says so when a press is not possible or could not be read', async () => {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.pressCard', () => ({ ...card, available: false, calls: [], reason: 'The platform is silent.', readAt: null }));
    openApp('/rollouts/r-desktop', { bridge });
    await page.getByRole('button', { name: /Promote to 50 %/ }).click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/Not possible now.*The platform is silent\./s);
  });
});
