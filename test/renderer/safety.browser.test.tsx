import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { OrphanRow, RecoveryRow, RetentionPolicy, RetentionView } from '../../main/contract/safety.ts';
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const since = Date.UTC(2024, 2, 12, 9, 30);

const recovery: RecoveryRow = {
  since,
  problems: ['Tree 57 page 122: btreeInitPage() returns error code 11', 'Tree 57 page 160: btreeInitPage() returns error code 11'],
  damagedFile: 'tidegate.db.damaged-2024-03-12T09-30-00.000Z',
  schemaFrom: null,
  tables: [
    { what: 'rollouts', rows: 84, missing: 0, leftOut: 0 },
    { what: 'decisions', rows: 1961, missing: 39, leftOut: 0 },
    { what: 'readings', rows: 412_000, missing: null, leftOut: 2 },
    { what: 'incidents', rows: 0, missing: null, leftOut: 0 },
    { what: 'audit entries', rows: 4990, missing: 10, leftOut: 0 },
    { what: 'plans of rollouts', rows: 6, missing: 0, leftOut: 0 },
  ],
  audit: {
    entries: 4990,
    altered: [],
    lost: [{ from: 431, to: 440 }],
    endKnown: true,
    words: '4990 audit entries are as written. Entries 431 to 440 are missing.',
  },
  backup: { file: 'tidegate-2024-03-12T03-00-00.000Z-daily.db', at: since - 6.5 * 3_600_000, bytes: 48_100_000 },
};

const orphans: OrphanRow[] = [
  {
    kind: 'secrets',
    title: 'Secrets of removed connections',
    why: 'The connection they belong to was removed, or is not in this database.',
    count: 2,
    bytes: 0,
    examples: ['con_01/token', 'con_02/url'],
  },
  {
    kind: 'replacedFiles',
    title: 'Databases that were put aside',
    why: 'A restore or a recovery kept them. Once removed, there is no way back to what only they hold.',
    count: 1,
    bytes: 46_000_000,
    examples: ['tidegate.db.replaced-2024-02-01T10-00-00.000Z'],
  },
];

function retentionFor(policy: RetentionPolicy): RetentionView {
  const rows = policy.rawReadingsDays < 14 ? 310_000 : 0;
  return {
    policy,
    rows: [
      { kind: 'rawReadings', before: since, rows, bytes: rows * 24, total: 520_000 },
      { kind: 'rollups', before: null, rows: 0, bytes: 0, total: 91_000 },
      { kind: 'notices', before: null, rows: 0, bytes: 0, total: 412 },
      { kind: 'replacedFiles', before: null, rows: 0, bytes: 0, total: 1 },
    ],
    backups: 'The last 7 daily backups stay, then one a week for 4 weeks.',
  };
}

function inRecovery(): FakeBridge {
  return openApp('/', { prepare: (bridge) => bridge.answer('safety.recovery', () => ({ recovery })) });
}

function settingsOpen(): FakeBridge {
  let policy: RetentionPolicy = { rawReadingsDays: 14, rollupsDays: null, noticesDays: null, replacedDays: null };
  return openApp('/settings', {
    prepare(bridge) {
      bridge.answer('safety.orphans', () => orphans);
      bridge.answer('safety.retention', (input) => retentionFor(input.policy ?? policy));
      bridge.answer('safety.saveRetention', (input) => {
        ({ policy } = input);
        return retentionFor(policy);
      });
      bridge.answer('safety.cleanOrphans', () => ({ count: 2, bytes: 0 }));
    },
  });
}

describe('Recovery', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R4.11 takes the place of Home, says what was lost table by table, and which entries of the audit are missing', async () => {
    inRecovery();
    await expect.element(page.getByText(/nothing runs by itself/).first()).toBeVisible();
    await expect.element(page.getByText(/Entries 431 to 440 are missing/)).toBeVisible();
    await expect.element(page.getByRole('row', { name: /Decisions 1,961 39 0 ◆ in part/ })).toBeVisible();
    await expect.element(page.getByRole('row', { name: /Incidents 0 not known 0 ▲ lost/ })).toBeVisible();
    await expect.element(page.getByText('tidegate.db.damaged-2024-03-12T09-30-00.000Z')).toBeVisible();
    await expectAccessible();
  });

  test('R4.11 is ended with a reason, by restoring the backup or by going on', async () => {
    const bridge = inRecovery();
    bridge.answer('safety.endRecovery', () => ({ replaced: null }));
    await page.getByRole('button', { name: 'Go on with what was saved…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/Every platform is read again/);
    await expectAccessible();
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('The gaps are old decisions');
    bridge.answer('safety.recovery', () => ({ recovery: null }));
    await dialog.getByRole('button', { name: 'End recovery and go on' }).click();
    await expect
      .poll(() => bridge.seenOf('safety.endRecovery')[0]?.input)
      .toEqual({
        choice: 'goOn',
        reason: 'The gaps are old decisions',
      });
    await expect.element(page.getByText(/nothing runs by itself/)).not.toBeInTheDocument();
  });

  test('R4.11 is said in a banner of every other view, and a viewer cannot end it', async () => {
    const bridge = createFakeBridge();
    bridge.answer('safety.recovery', () => ({ recovery: { ...recovery, backup: null } }));
    openApp('/audit', { bridge });
    await expect.element(page.getByText(/Automation is off\./)).toBeVisible();
    await page.getByRole('link', { name: 'Choose how to go on' }).click();
    await expect.element(page.getByRole('button', { name: 'Restore this backup…' })).toBeDisabled();
    await expect.element(page.getByText('There is no backup that passes its check.')).toBeVisible();
  });
});

describe('Storage in Settings', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R4.11 says what a shorter retention would remove before anything goes, and keeps it with a reason', async () => {
    const bridge = settingsOpen();
    const days = page.getByRole('textbox', { name: 'Single readings, days' });
    await expect.element(days).toHaveValue('14 days');
    await expect.element(page.getByText(/520,000 there; none would go now/)).toBeVisible();
    await days.fill('7');
    await expect.element(page.getByText(/310,000 would go now, about 7.1.MB/)).toBeVisible();
    expect(bridge.seenOf('safety.saveRetention')).toEqual([]);
    await page.getByRole('button', { name: 'Keep these days…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/310,000 of 520,000 single readings/);
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('The disk is small');
    await dialog.getByRole('button', { name: 'Keep these days' }).click();
    await expect
      .poll(() => bridge.seenOf('safety.saveRetention')[0]?.input)
      .toEqual({
        policy: { rawReadingsDays: 7, rollupsDays: null, noticesDays: null, replacedDays: null },
        reason: 'The disk is small',
      });
    await expectAccessible();
  });

  test('R4.11 lists what is left over with its size, and removes only what is chosen', async () => {
    const bridge = settingsOpen();
    await expect.element(page.getByText('43.9 MB')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Clean up…' })).toBeDisabled();
    await page.getByRole('checkbox', { name: /Secrets of removed connections/ }).click();
    await page.getByRole('button', { name: 'Clean up…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('They were removed long ago');
    await dialog.getByRole('button', { name: 'Remove these' }).click();
    await expect.element(page.getByText(/2 removed/)).toBeVisible();
    expect(bridge.seenOf('safety.cleanOrphans')[0]?.input).toEqual({ kinds: ['secrets'], reason: 'They were removed long ago' });
  });

  test('R4.11 exports the workspace part by part and shows the hash of the file', async () => {
    const bridge = settingsOpen();
    bridge.answer('safety.exportWorkspace', ({ offset = 0 }) => ({
      exportId: 'exp_1',
      name: 'tidegate-workspace.tidegate',
      data: btoa('half'),
      done: offset + 4,
      total: 8,
      sha256: 'a'.repeat(64),
      finished: offset > 0,
    }));
    await page.getByRole('button', { name: 'Export workspace' }).click();
    await expect.element(page.getByText(/Saved as tidegate-workspace\.tidegate/)).toBeVisible();
    expect(bridge.seenOf('safety.exportWorkspace').map((call) => call.input)).toEqual([
      { exportId: null, offset: 0 },
      { exportId: 'exp_1', offset: 4 },
    ]);
  });

  test('R4.11 takes a workspace file in beside this one with a reason, and says why when it does not', async () => {
    const bridge = settingsOpen();
    bridge.refuse('safety.importWorkspace', { code: 'refused', message: 'This file is cut short. Nothing was imported.' });
    await page.getByRole('button', { name: 'Import workspace…' }).click();
    const input = document.querySelector<HTMLInputElement>('input[type=file][accept=".tidegate"]');
    if (input === null) throw new Error('There is no field for a file.');
    await userEvent.upload(input, new File(['whole'], 'team.tidegate'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('A new machine');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await expect.element(dialog.getByText(/This file is cut short/)).toBeVisible();
    bridge.answer('safety.importWorkspace', ({ last }) => ({ importId: 'imp_1', folder: last ? '~/Tidegate/team-imported' : null }));
    await dialog.getByRole('button', { name: 'Import' }).click();
    await expect.element(page.getByText('~/Tidegate/team-imported')).toBeVisible();
    expect(bridge.seenOf('safety.importWorkspace').at(-1)?.input).toEqual({
      importId: null,
      offset: 0,
      data: btoa('whole'),
      last: true,
      reason: 'A new machine',
    });
    await expectAccessible();
  });
});
