import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { forgetBacktest } from '../../renderer/stores/backtest.ts';
import { progress, resultOf } from '../support/fixture/backtests.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const path = '/backtest?plan=practice.yaml';
const card = () => page.getByRole('region', { name: 'Imported history' });
const kept = {
  id: 'imp-2',
  kind: 'releases' as const,
  state: 'kept' as const,
  name: 'releases.csv',
  added: 40,
  known: 0,
  differing: 0,
  createdAt: 1,
  finishedAt: 1,
};

async function chooseFile(name: string, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Import history…' }).click();
  await userEvent.upload(document.querySelector<HTMLInputElement>('input[type=file]') as HTMLElement, new File([text], name));
}

describe('History of backtests', () => {
  beforeEach(async () => {
    forgetBacktest();
    await page.viewport(1280, 800);
  });

  test('design 3 lists imports and removes one with its rows, portion by portion, for a reason', async () => {
    const bridge = openApp(path);
    let portions = 0;
    bridge.answer('history.remove', () => ({ left: ++portions < 3 }));
    await expect.element(card()).toMatchTextContent(/readings\.csv.*12,400/);
    await page.getByRole('button', { name: 'Remove readings.csv' }).click();
    await page.getByRole('textbox', { name: /Reason/ }).fill('Wrong file');
    await page.getByRole('button', { name: 'Remove import' }).click();
    await expect.poll(() => bridge.seenOf('history.remove').length).toBe(3);
    expect(bridge.seenOf('history.remove')[0]?.input).toEqual({ importId: 'imp-1', reason: 'Wrong file' });
  });

  test('design 3 imports a file of releases in pieces and runs the backtest again', async () => {
    const bridge = openApp(path);
    bridge.answer('history.begin', () => ({ importId: 'imp-2', fetchFrom: null }));
    bridge.answer('history.append', () => ({ rows: 20, problems: [] }));
    bridge.answer('history.finish', () => ({ row: kept, known: 0, differing: 0, problems: [], warnings: [] }));
    await expect.element(page.getByRole('region', { name: /^Result/ })).toBeVisible();
    const runs = bridge.seenOf('backtests.run').length;
    await page.getByRole('button', { name: 'Import history…' }).click();
    await page.getByText('Past releases', { exact: true }).last().click();
    const file = new File([`version\n${'1.0.0\n'.repeat(50_000)}`], 'releases.csv');
    await userEvent.upload(document.querySelector<HTMLInputElement>('input[type=file]') as HTMLElement, file);
    await expectAccessible();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.element(page.getByText('40 rows imported.')).toBeVisible();
    expect(bridge.seenOf('history.append')).toHaveLength(2);
    expect(bridge.seenOf('history.begin')[0]?.input).toMatchObject({ kind: 'releases', name: 'releases.csv', format: 'csv' });
    await expect.poll(() => bridge.seenOf('backtests.run').length).toBeGreaterThan(runs);
  });

  test('design 3 names the line of every problem of a file and keeps nothing of it', async () => {
    const bridge = openApp(path);
    bridge.answer('history.begin', () => ({ importId: 'imp-2', fetchFrom: null }));
    bridge.answer('history.append', () => ({ rows: 0, problems: [{ line: 7, message: 'ts "soon" is not a time' }] }));
    bridge.answer('history.remove', () => ({ left: false }));
    await chooseFile('bad.csv', 'metric\n');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Nothing of it was kept.*line 7 ts "soon" is not a time/);
    expect(bridge.seenOf('history.remove')[0]?.input).toMatchObject({ importId: 'imp-2' });
    expect(bridge.seenOf('history.finish')).toHaveLength(0);
    await expectAccessible();
  });

  test('design 3 refuses a file of which the ending says nothing', async () => {
    openApp(path);
    await chooseFile('numbers.xlsx', 'x');
    await expect.element(page.getByText('The ending of numbers.xlsx is not known here')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  });

  test('design 3 fetches a range part by part and stops on a press', async () => {
    const bridge = openApp(path);
    bridge.answer('history.begin', () => ({ importId: 'imp-3', fetchFrom: null }));
    bridge.hang('history.fetch');
    bridge.answer('history.remove', () => ({ left: false }));
    await page.getByRole('button', { name: 'Fetch from source…' }).click();
    await page.getByRole('textbox', { name: /Metric/ }).fill('error-rate');
    bridge.answer('history.fetch', async ({ to }) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      return { rows: 2000, reached: to };
    });
    await page.getByRole('button', { name: 'Fetch', exact: true }).click();
    await expect.element(page.getByText('Cancelled. Nothing of it was kept.')).toBeVisible();
    expect(bridge.seenOf('history.fetch')).toHaveLength(1);
    expect(bridge.seenOf('history.begin')[0]?.input).toMatchObject({ kind: 'range', metric: 'error-rate', stepMs: 15_000 });
  });

  test('design 3 offers the history of the practice fleet to a newcomer, and runs with it', async () => {
    let empty = true;
    const bridge = openApp(path, {
      practice: true,
      prepare: (fake) =>
        fake.answer('backtests.get', ({ id }) => ({
          ...progress(id, empty ? { done: 0, total: 0 } : {}),
          result: { ...resultOf({ plan: {} }), ...(empty ? { past: [] } : {}) },
        })),
    });
    const file = { kind: 'releases' as const, name: 'Practice releases', applicationId: null, plan: null, text: 'version\n' };
    bridge.answer('practice.history', () => ({ files: [file, { ...file, kind: 'readings', applicationId: 'pryde', plan: 'practice' }] }));
    bridge.answer('history.begin', () => ({ importId: 'imp-2', fetchFrom: null }));
    bridge.answer('history.append', () => ({ rows: 20, problems: [] }));
    bridge.answer('history.finish', () => {
      empty = false;
      return { row: kept, known: 0, differing: 0, problems: [], warnings: [] };
    });
    await page.getByRole('button', { name: 'Load practice history' }).click();
    await expect.element(page.getByRole('region', { name: /^Result of practice/ })).toMatchTextContent(/Stopped rightly/);
    expect(bridge.seenOf('history.begin').map((call) => call.input)).toMatchObject([
      { kind: 'releases' },
      { kind: 'readings', applicationId: 'pryde', plan: 'practice' },
    ]);
  });
});
