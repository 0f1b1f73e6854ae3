import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { responseTimes, settings } from '../support/fixture/records.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

describe('Settings', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('design 6 changes the theme at once and stores it', async () => {
    let theme: 'system' | 'light' | 'dark' = 'light';
    const bridge = openApp('/settings', { prepare: (fake) => fake.answer('system.settings', () => ({ ...settings, theme })) });
    await expect.poll(() => document.documentElement.dataset['mantineColorScheme']).toBe('light');
    bridge.answer('system.saveSettings', (part) => {
      theme = part.theme ?? theme;
      return { ...settings, theme };
    });
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(() => document.documentElement.dataset['mantineColorScheme']).toBe('dark');
    expect(bridge.seenOf('system.saveSettings')[0]?.input).toEqual({ theme: 'dark' });
    await expectAccessible();
  });

  test('design 2.6 keeps the role and says why when it cannot be raised', async () => {
    const bridge = openApp('/settings', { role: 'operator' });
    bridge.refuse('system.saveSettings', { code: 'refused', message: 'This console was opened as operator.' });
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'Admin' }).click();
    await expect.element(page.getByText(/This console was opened as operator\./)).toBeVisible();
    await expect.element(page.getByRole('combobox', { name: 'Role' })).toHaveValue('Operator');
  });

  test('R1.11 stores the name that the audit shows when its field is left', async () => {
    const bridge = openApp('/settings');
    const name = page.getByRole('textbox', { name: 'Your name' });
    await name.fill('Robin Doe');
    name.element().blur();
    await expect.poll(() => bridge.seenOf('system.saveSettings')[0]?.input).toEqual({ actorName: 'Robin Doe' });
  });

  test('design 4 makes a backup and restores one after a confirmation that names the file', async () => {
    const bridge = openApp('/settings');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await expect.poll(() => bridge.seenOf('system.backup')).toHaveLength(1);
    await page
      .getByRole('button', { name: /Restore the backup/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/tidegate-2024-03-12T0300\.db, made/);
    await expect.element(dialog).toMatchTextContent(/database in use now is kept/);
    await expectAccessible();
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('Disk was damaged');
    await dialog.getByRole('button', { name: 'Restore this backup' }).click();
    await expect.element(page.getByText(/kept as tidegate-replaced-2024-03-12\.db/)).toBeVisible();
    expect(bridge.seenOf('system.restore')[0]?.input).toEqual({
      file: 'backups/tidegate-2024-03-12T0300.db',
      reason: 'Disk was damaged',
    });
  });

  test('R4.9 sets the response times of incidents, and says what is wrong before anything is sent', async () => {
    const bridge = openApp('/settings');
    bridge.answer('incidents.saveResponseTimes', ({ times }) => ({ times, usual: responseTimes.usual }));
    const save = page.getByRole('button', { name: 'Set these times…' });
    const field = page.getByRole('textbox', { name: 'Response time of P0, minutes' });
    await expect.element(field).toHaveValue('10 min');
    await field.fill('25');
    await expect.element(page.getByText('P1 is less urgent than P0: give it 25 min or more')).toBeVisible();
    await expect.element(save).toBeDisabled();
    await expectAccessible();
    await field.fill('3');
    await save.click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/P0 3 min, P1 20 min/);
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('Two are on call now');
    await dialog.getByRole('button', { name: 'Set these times' }).click();
    await expect
      .poll(() => bridge.seenOf('incidents.saveResponseTimes')[0]?.input)
      .toEqual({ times: { ...responseTimes.times, P0: 180_000 }, reason: 'Two are on call now' });
  });
});
