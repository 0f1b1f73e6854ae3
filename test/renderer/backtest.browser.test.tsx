import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { forgetBacktest } from '../../renderer/stores/backtest.ts';
import { progress, resultOf } from '../support/fixture/backtests.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const path = '/backtest?plan=practice.yaml';
const result = () => page.getByRole('region', { name: /^Result of practice/ });
const red = () => page.getByRole('textbox', { name: 'Error rate, Red bound, above, exact' });

describe('Backtest', () => {
  beforeEach(async () => {
    forgetBacktest();
    await page.viewport(1280, 800);
  });

  test('design 3 runs the plan of the address and tells what it would have stopped, missed and saved', async () => {
    const bridge = openApp(path);
    await expect.element(result()).toMatchTextContent(/Stopped rightly\s*1 of 2/);
    await expect.element(result()).toMatchTextContent(/Missed\s*1/);
    await expect.element(result()).toMatchTextContent(/Time saved\s*22.min/);
    expect(bridge.seenOf('backtests.run')[0]?.input).toMatchObject({ plan: { file: 'practice.yaml', overrides: [] }, compare: null });
    await expect.element(page.getByRole('region', { name: 'Gates' })).toMatchTextContent(/Error rate\s*1\s*1\s*0\s*1/);
    await expect.element(page.getByRole('region', { name: 'Past releases, 4' })).toMatchTextContent(/Pryde 1\.4\.0.*missed/);
    await expectAccessible();
  });

  test('design 3 shows how far a run is and stops it on a press', async () => {
    const bridge = openApp(path, {
      prepare: (fake) =>
        fake.answer('backtests.get', ({ id }) => ({ ...progress(id, { state: 'running', done: 1, endedAt: null }), result: null })),
    });
    await expect.element(page.getByText(/1 of 4 past releases/)).toBeVisible();
    bridge.push({ table: 'backtests', row: progress('bt-1', { state: 'running', done: 3, endedAt: null }) });
    await expect.element(page.getByRole('progressbar', { name: 'Past releases looked at' })).toHaveAttribute('aria-valuenow', '75');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(page.getByText(/Cancelled after 1 of 4/)).toBeVisible();
    expect(bridge.seenOf('backtests.cancel')[0]?.input).toEqual({ id: 'bt-1' });
    await expectAccessible();
  });

  test('design 3 runs again with a changed number, shows before and after, and goes back', async () => {
    const bridge = openApp(path);
    await expect.element(result()).toMatchTextContent(/1 of 2/);
    await red().fill('3');
    await userEvent.keyboard('{Enter}');
    await expect.element(result()).toMatchTextContent(/2 of 2was 1 of 2 \+1, better/);
    await expect.element(result()).toMatchTextContent(/False alarms\s*1was 0 \+1, worse/);
    expect(bridge.seenOf('backtests.run').at(-1)?.input).toMatchObject({
      plan: { overrides: [{ gate: 'errors', key: 'red', stage: null, value: '3 %' }] },
    });
    const runs = bridge.seenOf('backtests.run').length;
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.element(result()).not.toMatchTextContent(/was/);
    expect(bridge.seenOf('backtests.run')).toHaveLength(runs);
  });

  test('design 3 runs once for a slider that moves many times', async () => {
    const bridge = openApp(path);
    await expect.element(result()).toBeVisible();
    const before = bridge.seenOf('backtests.run').length;
    const slider = page.getByRole('slider', { name: 'Error rate, Red bound, above' });
    // Without a task in between, as from a held key: on a slow machine the first one would come to rest.
    for (let times = 0; times < 3; times += 1) {
      slider.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
      await Promise.resolve();
    }
    await expect.element(result()).toMatchTextContent(/was 1 of 2/);
    expect(bridge.seenOf('backtests.run')).toHaveLength(before + 1);
    await expect.element(red()).toHaveValue('4.4 %');
    await expectAccessible();
  });

  test('design 3 sets a second plan beside the first and marks the differences in words', async () => {
    openApp(path);
    await expect.element(result()).toBeVisible();
    await page.getByRole('combobox', { name: 'Compare with…' }).click();
    await page.getByRole('option', { name: 'canary-24h' }).click();
    await expect.element(result()).toMatchTextContent(/Stopped rightly\s*1 of 2\s*2 of 2\s*−1, worse/);
    await page.getByText('Different').click();
    const table = page.getByRole('region', { name: '2 of 4 past releases' });
    await expect.element(table).toMatchTextContent(/missed.*stopped earlier.*≠ different/);
    await expectAccessible();
  });

  test('design 3 opens what fired when, with a link to the live rollout', async () => {
    openApp(path);
    await page.getByRole('button', { name: 'Pryde 1.3.0' }).click();
    const story = page.getByRole('list', { name: 'What happened when' });
    await expect.element(story).toMatchTextContent(/Started at 10.%.*practice would have taken it back at 10.%.*Really taken back/);
    await expect.element(page.getByRole('link', { name: 'Open the rollout' })).toHaveAttribute('href', '#/rollouts/past-3');
    await expectAccessible();
  });

  test('design 3 writes the changed numbers into a plan of its own after showing the difference', async () => {
    const bridge = openApp(path);
    await red().fill('3 %');
    await userEvent.keyboard('{Enter}');
    await expect.element(result()).toMatchTextContent(/was 1 of 2/);
    bridge.answer('backtests.use', ({ file }) => ({ ...practicePlan(), file }));
    await page.getByRole('button', { name: 'Use these numbers…' }).click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/red: 5 %.*red: 3 %/);
    await expectAccessible();
    await page.getByRole('button', { name: 'Write the plan' }).click();
    await expect.poll(() => window.location.hash).toBe('#/plans/my-practice.yaml');
    expect(bridge.seenOf('backtests.use')[0]?.input).toMatchObject({
      file: 'my-practice.yaml',
      plan: { text: expect.stringContaining('name: my-practice') as string, overrides: [{ gate: 'errors', key: 'red', value: '3 %' }] },
    });
  });

  test('design 2.6 lets an operator try numbers, not write them', async () => {
    openApp(path, { role: 'operator' });
    await red().fill('3');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('1 changed', { exact: true })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Use these numbers…' })).toBeDisabled();
  });

  test('design 3 says what to do without past releases, and why a plan was refused', async () => {
    const none = (id: string) => ({ ...progress(id, { done: 0, total: 0 }), result: { ...resultOf({ plan: {} }), past: [] } });
    const bridge = openApp(path, { prepare: (fake) => fake.answer('backtests.get', ({ id }) => none(id)) });
    await expect.element(page.getByText('No past release in the last 90 days')).toBeVisible();
    bridge.refuse('backtests.run', { code: 'refused', message: 'practice.yaml:4 every is not a duration' });
    await page.getByRole('button', { name: 'Run' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/practice\.yaml:4 every is not a duration/);
    await expectAccessible();
  });
});

function practicePlan() {
  return {
    name: 'my-practice',
    file: 'my-practice.yaml',
    origin: 'workspace' as const,
    hash: '12ab',
    description: '',
    stages: [],
    gates: 4,
    problems: [],
    changedAt: 1,
    text: 'name: my-practice\n',
    explanation: [],
    outline: null,
  };
}
