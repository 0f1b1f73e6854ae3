import { page, userEvent } from 'vitest/browser';
import { beforeEach, expect, test } from 'vitest';
import type { CallName } from '../../main/contract/index.ts';
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge.ts';
import { drillRows, pagedDrill, preparation } from '../support/fixture/drills.ts';
import { home, now, status } from '../support/fixture/fleet.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const offer = { available: true, scenarios: [{ id: 'bad-release', title: 'A release turns bad', summary: 'It looks well at first.' }] };
const due = { everyDays: 30, lastAt: null, due: true };

/** The real console with a record of drills; what is asked through `drills.call` is answered by a second one. */
function withDrills(): { readonly real: FakeBridge; readonly inner: FakeBridge } {
  const real = createFakeBridge();
  const inner = createFakeBridge();
  real.answer('drills.offer', () => ({ ...offer, reminder: due }));
  real.answer('drills.list', () => [...drillRows]);
  real.answer('drills.now', () => ({ drill: null, now, realNeeds: 0 }));
  real.answer('drills.prepare', () => preparation);
  real.answer('drills.begin', () => pagedDrill);
  real.answer('drills.call', async ({ name, input, key }) => ({
    // The border has checked that the name is one of a call.
    result: await inner.call(name as CallName, input as never, key ?? undefined),
  }));
  inner.answer('fleet.home', () => ({ ...home, rolling: home.rolling.map((row) => ({ ...row, version: '9.9.9-drill' })) }));
  return { real, inner };
}

beforeEach(() => {
  window.location.hash = '#/';
});

test('R1.12 says before the start what stands in, which gate stays blind and what is left out, then starts the drill', async () => {
  const { real } = withDrills();
  openApp('/drills', { bridge: real });
  await expect.element(page.getByText('Times of the plan pass 30 times faster.', { exact: false })).toBeVisible();
  await expect.element(page.getByText(/stays good needs 2.min or more for all stages/)).toBeVisible();
  await expect.element(page.getByText('Blind in this drill', { exact: false })).toBeVisible();
  await expect.element(page.getByText('Feeling')).toBeVisible();
  await expect.element(page.getByText('the error rate of the practice fleet stands in')).toBeVisible();
  await expect.element(page.getByText('Freezes: the drill plays at any hour.')).toBeVisible();
  await expectAccessible();
  await page.getByRole('button', { name: 'Start the drill' }).click();
  await expect.poll(() => window.location.hash).toBe('#/drill/');
  expect(real.seenOf('drills.begin')[0]?.input).toMatchObject({ scenario: 'bad-release', byHand: true });
});

test('R4.3 shows the drill’s own releases inside a frame that says so, and sends every press to the drill', async () => {
  const { real, inner } = withDrills();
  real.answer('drills.now', () => ({ drill: pagedDrill, now, realNeeds: 2 }));
  openApp('/drill/', { bridge: real });
  await expect.element(page.getByText('Fire drill: nothing here is real')).toBeVisible();
  await expect.element(page.getByText('Paged 12 s ago: Pryde 2.4.0 has to go back. It waits for your press.')).toBeVisible();
  await expect.element(page.getByText('9.9.9-drill').first()).toBeVisible();
  await expect.element(page.getByRole('link', { name: /Your real fleet needs you: 2/ })).toHaveAttribute('href', '#/');
  await expectAccessible();
  await userEvent.keyboard('{Escape}');
  await page.getByRole('button', { name: 'Hold all' }).first().click();
  await expect.poll(() => inner.seenOf('rollouts.hold').length).toBeGreaterThan(0);
  const outside = new Set(real.seen.map((call) => call.name).filter((name) => !name.startsWith('drills.')));
  expect([...outside]).toEqual([]);
});

test('design 6 forgets what one console answered when the other is looked at', async () => {
  const { real } = withDrills();
  real.answer('drills.now', () => ({ drill: pagedDrill, now, realNeeds: 0 }));
  openApp('/drill/', { bridge: real });
  await expect.element(page.getByText('9.9.9-drill').first()).toBeVisible();
  real.hang('fleet.home');
  window.location.hash = '#/';
  await expect.element(page.getByRole('status', { name: 'Loading the fleet' })).toBeVisible();
  await expect.element(page.getByText('Fire drill: nothing here is real')).not.toBeInTheDocument();
  await expect.element(page.getByText('9.9.9-drill').first()).not.toBeInTheDocument();
});

test('R4.3 hears the pushes of the drill inside it, and not those of the real fleet', async () => {
  const { real } = withDrills();
  real.answer('drills.now', () => ({ drill: pagedDrill, now, realNeeds: 0 }));
  openApp('/drill/', { bridge: real });
  await expect.element(page.getByText('9.9.9-drill').first()).toBeVisible();
  real.push({ table: 'status', row: { ...status, actor: 'Somebody real' } });
  real.push({ table: 'drill', push: { seq: 1, changes: [{ table: 'status', row: { ...status, actor: 'Drill person' } }] } });
  await expect.poll(() => document.body.textContent).toContain('Drill person');
  expect(document.body.textContent).not.toContain('Somebody real');
});

test('design 5 opens nothing of the real console inside a drill', async () => {
  const { real } = withDrills();
  real.answer('drills.now', () => ({ drill: pagedDrill, now, realNeeds: 0 }));
  openApp('/drill/connections', { bridge: real });
  await expect.element(page.getByText('Not part of a fire drill')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Settings' })).not.toBeInTheDocument();
});

test('R4.3 puts the drill away and shows who, what, how fast, what was pressed and how it compares', async () => {
  const { real } = withDrills();
  const done = drillRows[0] ?? pagedDrill;
  real.answer('drills.now', () => ({ drill: done, now, realNeeds: 0 }));
  real.answer('drills.end', () => done);
  openApp('/drill/', { bridge: real });
  await page.getByRole('button', { name: 'See the result' }).click();
  await expect.element(page.getByRole('heading', { name: 'Anna: A release turns bad' })).toBeVisible();
  await expect.element(page.getByText(/4\.0\s*s faster than before/).first()).toBeVisible();
  await expect.element(page.getByText(/Take the whole release back: promised in 30\s*min, took 3\.0\s*s/)).toBeVisible();
  await expect.element(page.getByText(/\d\d:\d\d:\d\d Contain, Anna/)).toBeVisible();
  await expect.element(page.getByText('Mobile: never offered the release')).toBeVisible();
  await expectAccessible();
});

test('R1.12 keeps the record per person, and says when the drill is gone', async () => {
  const { real } = withDrills();
  openApp('/drills', { bridge: real });
  const record = page.getByRole('region', { name: 'Record of drills' });
  await expect.element(record.getByRole('link', { name: 'Robin' })).toBeVisible();
  expect(record.getByRole('row').all()).toHaveLength(4);
  await record.getByRole('combobox', { name: 'Whose drills' }).click();
  await page.getByRole('option', { name: 'Anna' }).click();
  await expect.poll(() => record.getByRole('row').all().length).toBe(3);
  window.location.hash = '#/drill/';
  await expect.element(page.getByText('No drill plays here any more.')).toBeVisible();
});

test('R1.12 reminds on Home when no drill was played for longer than Settings want', async () => {
  const { real } = withDrills();
  openApp('/', { bridge: real });
  await expect.element(page.getByText('Taking a release back was never rehearsed here.', { exact: false })).toBeVisible();
  await page.getByRole('link', { name: 'Play a fire drill' }).click();
  await expect.poll(() => window.location.hash).toBe('#/drills');
  openApp('/settings', { bridge: real });
  await page.getByRole('combobox', { name: 'Remind of a drill' }).click();
  await page.getByRole('option', { name: 'After 7 days' }).click();
  await expect.poll(() => real.seenOf('system.saveSettings')[0]?.input).toEqual({ drillEveryDays: 7 });
});
