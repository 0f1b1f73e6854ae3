import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { TimelineRow } from '../../main/contract/incidents.ts';
import { incident } from '../support/fixture/incidents.ts';
import { timelineAnswer, timelineRow } from '../support/fixture/incident-room.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const feed = () => page.getByRole('feed', { name: 'Timeline' });
const lines = () => feed().getByRole('article');

describe('the incident room', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R6.2 tells what was measured, decided, done and written in one scroll, the newest first', async () => {
    openApp('/incidents/inc-1', { role: 'operator' });
    await expect.element(lines().first()).toMatchTextContent(/Status page: We are looking into failed sign-ins/);
    await expect.element(feed()).toMatchTextContent(/Severity P2 → P1/);
    await expect.element(page.getByRole('button', { name: 'Newest first' })).toBeVisible();
    await page.getByRole('button', { name: 'Newest first' }).click();
    await expect.element(lines().first()).toMatchTextContent(/Start: checks passed/);
    await expect.element(page.getByRole('img', { name: /^Auth success: .* red bound 90/ }).first()).toBeVisible();
    await expectAccessible();
  });

  test('R6.2 shows only the kinds that are wanted', async () => {
    const bridge = openApp('/incidents/inc-1');
    await page.getByRole('button', { name: 'Notes 1' }).click();
    await expect.poll(() => lines().elements()).toHaveLength(1);
    await expect.element(lines().first()).toMatchTextContent(/two-factor/);
    expect(bridge.seenOf('incidents.timeline').at(-1)?.input).toMatchObject({ kinds: ['note'] });
    await page.getByRole('button', { name: /show what it said before/ }).click();
    await expect.element(page.getByText('Only people with two-factor sign-in are refused.')).toBeVisible();
    await page.getByRole('button', { name: 'Everything' }).click();
    await expect.element(feed()).toMatchTextContent(/Acknowledged/);
  });

  test('R6.2 keeps what is pinned on top, and takes a pin away', async () => {
    const bridge = openApp('/incidents/inc-1');
    const pinned = page.getByRole('region', { name: 'Pinned evidence' });
    await expect.element(pinned).toMatchTextContent(/Roll back: auth success 86.2 %/);
    await pinned.getByRole('button', { name: 'Take the pin away' }).click();
    await expect
      .poll(() => bridge.seenOf('incidents.pin').at(-1)?.input)
      .toEqual({ incidentId: 'inc-1', entryId: 'decision:d3', pinned: false });
  });

  test('R4.9 keeps a note, and what was typed while it cannot be kept', async () => {
    const bridge = openApp('/incidents/inc-1', {
      prepare: (fake) => fake.refuse('incidents.note', { code: 'offline', message: 'The console does not answer.' }),
    });
    const field = page.getByRole('textbox', { name: 'Note' });
    await field.fill('It is the guard');
    await page.getByRole('button', { name: 'Keep note' }).click();
    await expect.element(page.getByText(/The console does not answer/)).toBeVisible();
    await expect.element(field).toHaveValue('It is the guard');
    bridge.answer('incidents.note', () => ({ entryId: 'e7' }));
    await field.click();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(field).toHaveValue('');
    expect(bridge.seenOf('incidents.note').at(-1)?.input).toEqual({ incidentId: 'inc-1', text: 'It is the guard' });
  });

  test('R4.9 shows a note as text, whatever is written in it', async () => {
    const text =
      'Look <img src="x" onerror="window.hurt = true"> [here](javascript:alert(1)) ![shot](https://example.com/a.png) [there](https://example.com)';
    const note = timelineRow('entry:n', 'note', incident.incident.openedAt, 'Note', { text });
    openApp('/incidents/inc-1', { prepare: (fake) => fake.answer('incidents.timeline', (input) => timelineAnswer([note], input)) });
    await expect.element(lines().first()).toMatchTextContent(/<img src="x" onerror/);
    await expect.element(lines().first()).toMatchTextContent(/here \(javascript:alert\(1\)\)/);
    expect(lines().first().element().querySelectorAll('img, script')).toHaveLength(0);
    expect([...lines().first().element().querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(['https://example.com']);
    expect('hurt' in window).toBe(false);
  });

  test('R4.9 counts down to the response time, and stops when somebody takes it on', async () => {
    const bridge = openApp('/incidents/inc-1', { role: 'operator' });
    const card = page.getByRole('region', { name: 'Response' });
    await expect.element(card).toMatchTextContent(/Overdue for 11 min/);
    await expect.element(card).toMatchTextContent(/second on call/);
    const taken = {
      ...incident.incident,
      acknowledgedAt: incident.incident.openedAt + 180_000,
      acknowledgedBy: { kind: 'person', name: 'Robin', role: 'operator' },
    } as const;
    bridge.answer('incidents.acknowledge', () => taken);
    bridge.answer('incidents.get', () => ({ ...incident, incident: taken }));
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await expect.element(card).toMatchTextContent(/Robin has it/);
    await expect.element(card).toMatchTextContent(/Acknowledged 3 min after it opened, in time/);
  });

  test('R4.9 changes the severity with a reason', async () => {
    const bridge = openApp('/incidents/inc-1', { role: 'operator' });
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^P0/ }).click();
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('Nobody can sign in');
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Change to P0' }).click();
    await expect
      .poll(() => bridge.seenOf('incidents.setSeverity')[0]?.input)
      .toEqual({ incidentId: 'inc-1', severity: 'P0', reason: 'Nobody can sign in' });
  });

  test('R3.6 suggests the playbook that fits, ticks its steps and asks why a tick is taken back', async () => {
    const bridge = openApp('/incidents/inc-1', { role: 'operator' });
    await page.getByRole('link', { name: 'Users cannot get in' }).click();
    const card = page.getByRole('region', { name: 'Users cannot get in' });
    await expect.element(card).toMatchTextContent(/Auth success at 86.2 %, bound 90 %/);
    await expect.element(card).toMatchTextContent(/2 of \d+ steps done/);
    await expectAccessible();
    await card.getByRole('checkbox', { name: 'Step 3 done' }).click();
    await expect.poll(() => bridge.seenOf('playbooks.tick').at(-1)?.input).toMatchObject({ playbook: 'access-denied', done: true });
    await card.getByRole('checkbox', { name: 'Step 1 done' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('It was another user');
    await dialog.getByRole('button', { name: 'Take the tick back' }).click();
    await expect.poll(() => bridge.seenOf('playbooks.tick').at(-1)?.input).toMatchObject({ done: false, reason: 'It was another user' });
  });

  test('R3.6 a step opens the press it speaks of and presses nothing', async () => {
    const bridge = openApp('/incidents/inc-1?tab=playbooks&playbook=access-denied', { role: 'operator' });
    await page.getByRole('button', { name: 'contain the release' }).click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/Pryde 1.2.2/);
    expect(bridge.seenOf('rollouts.rollback')).toEqual([]);
  });

  test('R3.6 names the line of an own playbook that cannot be used', async () => {
    openApp('/incidents/inc-1?tab=playbooks', {
      prepare: (fake) =>
        fake.answer('playbooks.list', () => ({
          rows: [],
          problems: [{ file: 'ours.md', line: 3, message: 'fit is not known here' }],
          folder: '/w/playbooks',
        })),
    });
    await expect.element(page.getByText('ours.md, line 3: fit is not known here.')).toBeVisible();
    await expect.element(page.getByText('No playbook for this application')).toBeVisible();
  });

  test('R6.2 holds only the lines in sight in the page, out of 5,000, wherever it is scrolled', async () => {
    const many: TimelineRow[] = Array.from({ length: 5000 }, (_, index) =>
      timelineRow(`decision:${index}`, 'decision', incident.incident.openedAt + index * 1000, `Hold number ${index}`),
    );
    const bridge = openApp('/incidents/inc-1', {
      prepare: (fake) => fake.answer('incidents.timeline', (input) => timelineAnswer(many, input)),
    });
    await expect.element(lines().first()).toMatchTextContent(/Hold number 4999/);
    await expect.element(page.getByText('5,000 entries')).toBeVisible();
    expect(lines().elements().length).toBeLessThan(60);
    feed().element().scrollTop = 120_000;
    await expect
      .poll(() =>
        lines()
          .elements()
          .some((line) => /Hold number 2\d\d\d/.test(line.textContent)),
      )
      .toBe(true);
    expect(lines().elements().length).toBeLessThan(60);
    expect(bridge.seenOf('incidents.timeline').length).toBeLessThan(12);
  });

  test('R4.9 opens an incident by hand, with or without a release', async () => {
    const bridge = openApp('/incidents', { role: 'operator' });
    await page.getByRole('button', { name: 'Open incident…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByRole('button', { name: 'Open incident' })).toBeDisabled();
    await dialog.getByRole('combobox', { name: 'Application' }).click();
    await page.getByRole('option', { name: 'Pryde' }).click();
    await dialog.getByRole('textbox', { name: 'What is wrong' }).fill('Search is slow');
    await dialog.getByRole('radio', { name: /^P2/ }).click();
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('Three people called');
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Open incident' }).click();
    await expect
      .poll(() => bridge.seenOf('incidents.open')[0]?.input)
      .toEqual({ applicationId: 'pryde', version: null, severity: 'P2', title: 'Search is slow', reason: 'Three people called' });
    await expect.element(page.getByRole('region', { name: 'Response' })).toBeVisible();
  });

  test('design 2.6 offers a viewer nothing to change', async () => {
    openApp('/incidents/inc-1', { role: 'viewer' });
    await expect.element(page.getByRole('button', { name: 'Acknowledge' })).toBeDisabled();
    await expect.element(page.getByRole('textbox', { name: 'Note' })).toBeDisabled();
    await expect.element(lines().first()).toBeVisible();
    expect(page.getByRole('button', { name: 'Pin as evidence' }).elements()).toEqual([]);
  });
});
