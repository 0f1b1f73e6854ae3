import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge.ts';
import { status } from '../support/fixture/fleet.ts';
import { hook, sentDispatch, unusedHook } from '../support/fixture/hooks.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const path = '/connections?tab=webhooks';

function asAdmin(): FakeBridge {
  const bridge = createFakeBridge();
  bridge.answer('fleet.status', () => ({ ...status, role: 'admin' }));
  return bridge;
}

function withHooks(): FakeBridge {
  const bridge = asAdmin();
  const elsewhere = [{ kind: 'address', says: 'no webhook at this address', count: 7, lastAt: hook.createdAt }] as const;
  bridge.answer('hooks.list', () => ({ hooks: [hook, unusedHook], elsewhere: [...elsewhere] }));
  return bridge;
}

describe('webhooks', () => {
  test('R1.9 says that the path is closed until one exists, makes one and shows its secret once', async () => {
    const bridge = asAdmin();
    bridge.answer('hooks.create', () => ({ hook: unusedHook, secret: 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0IQ==' }));
    openApp(path, { bridge });
    await expect.element(page.getByText('Until one exists the path is closed', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('status-service');
    await dialog.getByText('Standard Webhooks').click();
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Make the webhook' }).click();
    await expect.element(dialog.getByText('whsec_c2VjcmV0', { exact: false })).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Copy the secret' })).toBeVisible();
    await expectAccessible();
    expect(bridge.seenOf('hooks.create')[0]?.input).toMatchObject({ name: 'status-service', shape: 'standard' });
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    await expect.element(page.getByText('whsec_', { exact: false })).not.toBeInTheDocument();
  });

  test('R1.9 shows use, refusals and a secret that is missing, and gives a new one', async () => {
    const bridge = withHooks();
    bridge.answer('hooks.rotate', () => ({ hook, secret: null }));
    openApp(path, { bridge });
    const card = page.getByRole('region', { name: 'Webhooks' });
    await expect.element(card).toMatchTextContent(/deploy-pipeline.*used 2 times.*412 refused: too many at once/);
    await expect.element(card).toMatchTextContent(/status-service.*no secret on this machine.*nothing refused/);
    await expect.element(page.getByRole('region', { name: 'Refused at other addresses' })).toMatchTextContent('7 refused');
    await expectAccessible();
    await page.getByRole('button', { name: 'New secret for deploy-pipeline' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('24 h more').click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('It was in a chat');
    await dialog.getByRole('button', { name: 'Make a new secret' }).click();
    await expect.element(dialog.getByText('The secret was shown at the first press', { exact: false })).toBeVisible();
    expect(bridge.seenOf('hooks.rotate')[0]?.input).toEqual({ hookId: 'hook_1', keepFormerHours: 24, reason: 'It was in a chat' });
  });

  test('R1.9 removes one after one confirmation', async () => {
    const bridge = withHooks();
    bridge.answer('hooks.remove', () => ({}));
    openApp(path, { bridge });
    await page.getByRole('button', { name: 'Remove status-service' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent('whatever is still sent to it is refused');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('No longer used');
    await dialog.getByRole('button', { name: 'Remove webhook' }).click();
    await expect
      .poll(() => bridge.seenOf('hooks.remove').map((call) => call.input))
      .toEqual([{ hookId: 'hook_2', reason: 'No longer used' }]);
  });
});

describe('messages to GitHub', () => {
  test('R1.9 are sent from the incident, and an unknown outcome is shown as unknown', async () => {
    const bridge = createFakeBridge();
    bridge.answer('dispatches.send', () => {
      bridge.answer('dispatches.list', () => ({ repository: 'acme/pryde', connection: 'github', blocked: null, sent: [sentDispatch] }));
      return sentDispatch;
    });
    openApp('/incidents/i1', { bridge });
    const card = page.getByRole('region', { name: 'Tell GitHub' });
    await card.getByRole('button', { name: 'Send auto-rollback…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/GitHub says only that it took it, not what runs/);
    await expectAccessible();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Crashes at the start');
    await dialog.getByRole('button', { name: 'Send it' }).click();
    await expect.element(card).toMatchTextContent(/auto-rollback, not known whether GitHub took it.*before sending it again/);
    expect(bridge.seenOf('dispatches.send')[0]?.input).toMatchObject({ kind: 'repository', again: false, reason: 'Crashes at the start' });
  });

  test('R1.9 start a workflow by its file, and say why nothing can be sent', async () => {
    const bridge = createFakeBridge();
    bridge.answer('dispatches.send', () => ({
      ...sentDispatch,
      kind: 'workflow',
      workflow: 'undo.yml',
      ref: 'main',
      state: 'accepted',
      problem: null,
    }));
    openApp('/incidents/i1', { bridge });
    const card = page.getByRole('region', { name: 'Tell GitHub' });
    await card.getByRole('button', { name: 'Start a workflow…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Workflow file' }).fill('undo.yml');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Crashes at the start');
    await dialog.getByRole('button', { name: 'Start the workflow' }).click();
    await expect
      .poll(() => bridge.seenOf('dispatches.send')[0]?.input)
      .toMatchObject({ kind: 'workflow', workflow: 'undo.yml', ref: null });
  });
});

test('R2.7 shows what became of the keys in Settings', async () => {
  openApp('/settings');
  const card = page.getByRole('region', { name: 'Repeated presses' });
  await expect.element(card).toMatchTextContent(/Keys stored.*36.*Hit rate.*2\.8 %.*In conflict.*1/);
});
