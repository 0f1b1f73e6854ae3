import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { prydeWeb } from '../support/fixture/fleet.ts';
import { rollbackActions, undoCard } from '../support/fixture/rollout.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

async function openDialog() {
  await page.getByRole('button', { name: 'Contain 1.2.3…' }).click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog).toBeVisible();
  return dialog;
}

function action(index: number) {
  const row = rollbackActions[index];
  if (!row) throw new Error(`The fixture has no action ${index}.`);
  return row;
}

describe('the containment dialog', () => {
  test('R1.8 names application, version, targets, from and to, users and what stays', async () => {
    openApp('/');
    const dialog = await openDialog();
    await expect
      .element(dialog)
      .toMatchTextContent(/Takes Pryde from 1\.2\.3 back to 1\.2\.2 on Web, Desktop\. Stops Pryde 1\.2\.3 on Mobile\./);
    await expect.element(dialog).toMatchTextContent(/4,180 users have it now/);
    await expect.element(dialog).toMatchTextContent(/1\.2\.3 at 10 % → 1\.2\.2 · 3,040 users/);
    await expect.element(dialog).toMatchTextContent('Reversible. Everyone is back within a minute.');
    await expect.element(dialog).toMatchTextContent('Cannot be undone. Halts at 10 %. Cannot be removed: about 820 phones keep it.');
    await expect.element(dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue('Web: auth success 86.2 %, bound 90 %');
    await dialog.getByText('Exact calls').first().click();
    await expect.element(dialog.getByText('POST /v1beta1/sites/pryde/channels/alpha', { exact: false })).toBeVisible();
  });

  test('R4.2 says how long it took last time and what follows if it is refused', async () => {
    openApp('/');
    const dialog = await openDialog();
    await expect.element(dialog).toMatchTextContent('Took 2 s last time. If it is refused: halt it for new users.');
  });

  test('R1.8 says that a flag is switched off, apart from the targets that go back to a version', async () => {
    const bridge = createFakeBridge();
    const flag = undoCard.slice(0, 1).map((line) => ({
      ...line,
      targetId: 't-flag',
      rolloutId: 'r-flag',
      targetName: 'flag',
      surface: 'flag' as const,
      toVersion: 'off',
    }));
    bridge.answer('rollouts.undoCard', () => [...undoCard.slice(0, 1), ...flag]);
    openApp('/', { bridge });
    const dialog = await openDialog();
    await expect.element(dialog).toMatchTextContent(/from 1\.2\.3 back to 1\.2\.2 on Web\. Switches Pryde 1\.2\.3 off on flag\./);
  });

  test('R2.7 sends once with one key however often it is pressed', async () => {
    const bridge = createFakeBridge();
    bridge.hang('rollouts.rollback');
    openApp('/', { bridge });
    const dialog = await openDialog();
    const button = dialog.getByRole('button', { name: 'Roll back 3 targets' });
    await expect.element(button).toBeEnabled();
    await button.dblClick();
    await userEvent.keyboard('{Enter}');
    const seen = bridge.seenOf('rollouts.rollback');
    expect(seen).toHaveLength(1);
    expect(seen[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen[0]?.input).toEqual({
      applicationId: 'pryde',
      version: '1.2.3',
      targetIds: null,
      reason: 'Web: auth success 86.2 %, bound 90 %',
    });
  });

  test('R2.7 keeps the key when the same press is tried again after a lost answer', async () => {
    const bridge = createFakeBridge();
    bridge.refuse('rollouts.rollback', { code: 'internal', message: 'The answer was lost.' });
    openApp('/', { bridge });
    const dialog = await openDialog();
    await dialog.getByRole('button', { name: 'Roll back 3 targets' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('The answer was lost.');
    await dialog.getByRole('button', { name: 'Roll back 3 targets' }).click();
    await expect.poll(() => bridge.seenOf('rollouts.rollback').length).toBe(2);
    expect(new Set(bridge.seenOf('rollouts.rollback').map((call) => call.key)).size).toBe(1);
  });

  test('R1.8 takes back only the chosen targets', async () => {
    const bridge = openApp('/');
    const dialog = await openDialog();
    await dialog.getByRole('checkbox', { name: 'Take back Mobile' }).click();
    await dialog.getByRole('button', { name: 'Roll back 2 targets' }).click();
    await expect.poll(() => bridge.seenOf('rollouts.rollback')[0]?.input).toMatchObject({ targetIds: ['t-web', 't-desktop'] });
  });

  test('R1.8 says why a target cannot be taken back, and leaves it out', async () => {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.undoCard', () =>
      undoCard.map((line) =>
        line.surface === 'mobile' ? { ...line, available: false, reason: 'Google Play has no earlier release on this track.' } : line,
      ),
    );
    openApp('/', { bridge });
    const dialog = await openDialog();
    await expect.element(dialog).toMatchTextContent('Not possible. Google Play has no earlier release on this track.');
    await expect.element(dialog.getByRole('button', { name: 'Roll back 2 targets' })).toBeEnabled();
  });

  test('R1.8 looks again when the release reaches another target, and offers to take it back there too', async () => {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.undoCard', () => undoCard.slice(0, 1));
    openApp('/', { bridge });
    const dialog = await openDialog();
    await expect.element(dialog.getByRole('button', { name: 'Roll back 1 target' })).toBeEnabled();
    bridge.answer('rollouts.undoCard', () => undoCard);
    bridge.push({ table: 'rollouts', row: { ...prydeWeb, stage: prydeWeb.stage + 1 } });
    await expect.element(dialog.getByRole('button', { name: 'Roll back 3 targets' })).toBeEnabled();
  });

  test('R1.8 follows each target from intended to confirmed with its read-back', async () => {
    const bridge = openApp('/');
    const dialog = await openDialog();
    await dialog.getByRole('button', { name: 'Roll back 3 targets' }).click();
    await expect.element(dialog.getByText('0 of 3 confirmed', { exact: false })).toBeVisible();
    const sentAt = action(0).createdAt + 300;
    bridge.push({ table: 'actions', row: { ...action(0), state: 'sent', sentAt } });
    await expect.element(dialog.getByText('sent, reading back')).toBeVisible();
    const confirmed = (index: number) => ({
      ...action(index),
      state: 'confirmed' as const,
      sentAt,
      finishedAt: sentAt + 900,
      readBack: '1.2.2 at 100 %',
    });
    bridge.push({ table: 'actions', row: confirmed(0) }, { table: 'actions', row: confirmed(1) });
    const problem = { kind: 'permission' as const, message: 'The service account may not manage releases.', detail: '403', retryAt: null };
    bridge.push({ table: 'actions', row: { ...action(2), state: 'failed', sentAt, problem } });
    await expect.element(dialog.getByText('2 of 3 confirmed, 1 failed and needs you.')).toBeVisible();
    await expect.element(dialog.getByText('The service account may not manage releases.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => bridge.seenOf('rollouts.retryAction')[0]?.input).toMatchObject({ actionId: 'a12' });
    bridge.push({ table: 'actions', row: confirmed(2) });
    await expect.element(dialog.getByText(/Contained in 1\ss: every target read back\./)).toBeVisible();
  });

  test('R6.2 says clearly that nothing was sent while offline', async () => {
    const bridge = createFakeBridge();
    bridge.refuse('rollouts.rollback', {
      code: 'offline',
      message: 'No platform can be reached since 03:12. The press is not kept; press again when they answer.',
    });
    openApp('/', { bridge });
    const dialog = await openDialog();
    await dialog.getByRole('button', { name: 'Roll back 3 targets' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('Offline: nothing was sent.');
    await expect.element(dialog.getByRole('button', { name: 'Roll back 3 targets' })).toBeEnabled();
  });

  test('R1.8 can be pressed without a read when the platforms do not answer', async () => {
    const bridge = createFakeBridge();
    bridge.refuse('rollouts.undoCard', { code: 'offline', message: 'The platforms do not answer.' });
    openApp('/', { bridge });
    const dialog = await openDialog();
    await expect.element(dialog).toMatchTextContent('What a rollback would do could not be read: The platforms do not answer.');
    await expect.element(dialog.getByRole('button', { name: 'Roll back every target' })).toBeEnabled();
  });

  test('design 6 opens, is filled and is sent by keyboard alone', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    await userEvent.keyboard('j{Shift>}R{/Shift}');
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByRole('button', { name: 'Roll back 3 targets' })).toBeEnabled();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => bridge.seenOf('rollouts.rollback').length).toBe(1);
  });

  test('design 6 has no serious accessibility violation', async () => {
    openApp('/');
    const dialog = await openDialog();
    await expect.element(dialog.getByRole('button', { name: 'Roll back 3 targets' })).toBeEnabled();
    await expectAccessible();
  });
});
