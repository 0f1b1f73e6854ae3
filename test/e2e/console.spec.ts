import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, play, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

test('R6.1 R1.8 watches one release advance while another turns bad and is taken back everywhere', async ({ ui }) => {
  test.setTimeout(150_000);
  await practise(ui);
  await play(ui, 'good-release');
  await play(ui, 'bad-release');
  await expect(ui.getByText('Harbor 4.8.0').or(ui.getByText('Harbor')).first()).toBeVisible();
  await expect(async () => {
    const listed = await call(ui, 'rollouts.list', { state: 'all' });
    expect(listed).toMatchObject({ ok: true });
    const rows = listed.ok ? (listed.answer as { applicationId: string; state: string }[]) : [];
    expect(rows.filter((row) => row.applicationId === 'pryde').map((row) => row.state)).toEqual(Array(4).fill('rolledBack'));
    expect(rows.filter((row) => row.applicationId === 'harbor').map((row) => row.state)).toEqual(Array(4).fill('completed'));
  }).toPass({ timeout: 130_000 });
  await expect(ui.getByRole('link', { name: /Pryde.*taken back/ }).first()).toBeVisible();
  expect(await call(ui, 'audit.verify', {})).toMatchObject({ ok: true, answer: { ok: true } });
});

test('R6.3 R4.2 takes a release back on every target with one press and one confirmation', async ({ ui }) => {
  await practise(ui);
  await play(ui, 'good-release');
  await expect(ui.getByText(/10\s%\sfor/)).toHaveCount(4, { timeout: 20_000 });
  await ui
    .getByRole('button', { name: /^Contain/ })
    .first()
    .click();
  const dialog = ui.getByRole('dialog');
  await expect(dialog.getByText('Protects new users only.').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Roll back 4 targets' }).dblclick();
  await expect(dialog.getByText(/Contained\sin/)).toBeVisible({ timeout: 20_000 });
  await expect(dialog.getByText('confirmed')).toHaveCount(4);
});

test('R6.2 opens every view from the store while the network is cut, and says so', async ({ ui }) => {
  test.setTimeout(90_000);
  await practise(ui);
  await play(ui, 'good-release');
  await expect(ui.getByText(/10\s%\sfor/).first()).toBeVisible({ timeout: 20_000 });
  expect(await call(ui, 'practice.network', { up: false })).toMatchObject({ ok: true });
  await expect(ui.getByText(/offline\ssince/).first()).toBeVisible({ timeout: 40_000 });
  for (const view of ['incidents', 'audit', 'connections', 'plans', 'settings']) {
    await ui.evaluate((name) => (window.location.hash = `#/${name}`), view);
    await expect(ui.getByRole('main')).not.toBeEmpty();
    await expect(ui.getByText(/could not be (opened|shown)/i)).toHaveCount(0);
  }
  const listed = await call(ui, 'rollouts.list', { state: 'active' });
  const [first] = listed.ok ? (listed.answer as { applicationId: string; version: string }[]) : [];
  const card = await call(ui, 'rollouts.undoCard', { applicationId: first?.applicationId, version: first?.version });
  expect(JSON.stringify(card)).toMatch(/Nothing was sent|broke|cannot be reached/);
});

test('R6.1 keeps the workspace over a kill and settles what was left', async ({ launch }) => {
  test.setTimeout(120_000);
  const first = await launch();
  const ui = await first.firstWindow();
  await practise(ui);
  await play(ui, 'bad-release');
  await expect(ui.getByText(/10\s%\sfor/).first()).toBeVisible({ timeout: 20_000 });
  await first.kill();
  const again = await (await launch()).firstWindow();
  await expect(async () => {
    const listed = await call(again, 'rollouts.list', { state: 'all' });
    const rows = listed.ok ? (listed.answer as { state: string }[]) : [];
    expect(rows.map((row) => row.state)).toEqual(Array(4).fill('rolledBack'));
  }).toPass({ timeout: 60_000 });
  expect(await call(again, 'audit.verify', {})).toMatchObject({ ok: true, answer: { ok: true } });
});

test('R6.1 refuses bad input and unknown calls at the bridge', async ({ ui }) => {
  expect(await call(ui, 'rollouts.promote', { rolloutId: '' })).toMatchObject({ ok: false, problem: { code: 'input' } });
  expect(await call(ui, 'no.such', {})).toMatchObject({ ok: false, problem: { code: 'notFound' } });
  expect(await ui.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')])).toEqual([
    'undefined',
    'undefined',
  ]);
});

test('design 6 follows a deep link to its view and nowhere else', async ({ ui, desktop }) => {
  await practise(ui);
  await desktop.openUrl('tidegate://audit');
  await expect(ui).toHaveURL(/#\/audit/);
  await desktop.openUrl('tidegate://settings/../../etc');
  await expect(ui).toHaveURL(/#\/settings/);
});

test('design 5 keeps secrets out of the database and out of the page', async ({ ui, userData }) => {
  await practise(ui);
  const connections = JSON.stringify(await call(ui, 'connections.list', {}));
  expect(connections).toContain('practice-github');
  expect(connections).not.toContain('practice-github-token');
  const workspace = join(userData, 'workspace');
  for (const name of ['tidegate.db', 'tidegate.db-wal', 'tidegate.log']) {
    const file = join(workspace, name);
    if (existsSync(file)) expect(readFileSync(file).includes('practice-github-token')).toBe(false);
  }
});

test('R4.11 makes a backup and restores it, keeping what it replaced', async ({ ui }) => {
  await practise(ui);
  const made = await call(ui, 'system.backup', {});
  expect(made).toMatchObject({ ok: true, answer: { intact: true } });
  const file = made.ok ? (made.answer as { file: string }).file : '';
  const restored = await call(ui, 'system.restore', { file, reason: 'rehearsal' });
  expect(restored).toMatchObject({ ok: true });
  const replaced = restored.ok ? (restored.answer as { replaced: string }).replaced : '';
  expect(existsSync(replaced)).toBe(true);
  expect(await call(ui, 'fleet.home', {})).toMatchObject({ ok: true });
});
