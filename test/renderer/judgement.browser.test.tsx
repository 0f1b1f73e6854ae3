import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { RolloutDetail } from '../../main/contract/rollouts.ts';
import type { Role } from '../../main/core/model/actor.ts';
import { clockWords } from '../../renderer/views/rollout/evidence-clock.tsx';
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge.ts';
import { now, status } from '../support/fixture/fleet.ts';
import { waiting, waitingDetail } from '../support/fixture/judgement.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

/** The Rollout page of a stage that asks for everything, as somebody with this role and name sees it. */
function open(more: Partial<RolloutDetail> = {}, person: { readonly role?: Role; readonly actor?: string } = {}): FakeBridge {
  const bridge = createFakeBridge();
  bridge.answer('rollouts.get', () => ({ ...waitingDetail, ...more }));
  bridge.answer('fleet.status', () => ({ ...status, role: 'operator', actor: 'Robin', ...person }));
  for (const name of ['rollouts.signOff', 'rollouts.approve', 'rollouts.recapture'] as const) bridge.answer(name, () => waiting);
  openApp('/rollouts/r-web', { bridge });
  return bridge;
}

describe('the checklist of a stage', () => {
  test('R3.8 shows of each item where it stands, who gives it, until when, and what it rests on', async () => {
    open();
    const card = page.getByRole('region', { name: 'Checks and signoffs' });
    await expect.element(card).toMatchTextContent('2 of 5 signed off');
    await expect
      .element(card)
      .toMatchTextContent(/NPS not answered.*signed off by operators · asks for a note on the evidence · at least 40 points/);
    await expect.element(card).toMatchTextContent(/Team is confident go.*Go by Grace\. Met on Monday\..*lapses/);
    await expect.element(card).toMatchTextContent(/Support tickets no-go.*No-go by Robin: 31\s%\. Ticket board\..*was wanted/);
    await expect.element(card).toMatchTextContent(/Errors are calm go.*fills itself from the gate Error rate/);
    expect(card.getByRole('button', { name: 'Go: Errors are calm' }).query()).toBeNull();
  });

  test('R3.8 offers no answer to who may not give it, and says why', async () => {
    open();
    const card = page.getByRole('region', { name: 'Checks and signoffs' });
    await expect.element(card.getByRole('button', { name: 'Go: Legal has read it' })).toBeDisabled();
    await expect.element(card).toMatchTextContent('Needs the role admin; yours is operator');
    await expect.element(card.getByRole('button', { name: 'Go: NPS' })).toBeEnabled();
  });

  test('R4.5 asks for number, evidence and reason, and sends all of them', async () => {
    const bridge = open();
    await page.getByRole('button', { name: 'Go: NPS', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: 'Go', exact: true });
    await expect.element(send).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Value, points' }).fill('35');
    await expect.element(dialog.getByText(/counts as a no-go/)).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Value, points' }).fill('44');
    expect(dialog.getByText(/counts as a no-go/).query()).toBeNull();
    await expect.element(send).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Evidence' }).fill('Survey 14');
    await expectAccessible();
    await send.click();
    await expect
      .poll(() => bridge.seenOf('rollouts.signOff').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-web', signoff: 'nps', go: true, value: 44, note: 'Survey 14', reason: 'Looked at and agreed' }]);
    expect(page.getByRole('dialog').query()).toBeNull();
  });

  test('R4.5 gives a no-go only with a reason, and keeps the dialog open when it is refused', async () => {
    const bridge = open();
    bridge.refuse('rollouts.signOff', { code: 'refused', message: 'This rollout is completed.' });
    await page.getByRole('button', { name: 'No-go: Team is confident' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Evidence' }).fill('Retro');
    await expect.element(dialog.getByRole('button', { name: 'No-go', exact: true })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Two open questions');
    await dialog.getByRole('button', { name: 'No-go', exact: true }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('This rollout is completed.');
    expect(bridge.seenOf('rollouts.signOff')[0]?.input).toMatchObject({ go: false, value: null });
  });
});

describe('approvals', () => {
  test('R4.5 shows who approved, how many are missing, and approves instead of promoting', async () => {
    const bridge = open({ rollout: { ...waiting, next: { ...waiting.next, cause: 'approval' } } });
    await expect
      .element(page.getByRole('region', { name: 'Stage canary' }))
      .toMatchTextContent(/Grace \(operator\).*still needs 1 of 2 operators/);
    const card = page.getByRole('region', { name: 'What happens next' });
    expect(card.getByRole('button', { name: /Promote/ }).query()).toBeNull();
    await card.getByRole('button', { name: /Approve 50/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Approve 50/ })
      .click();
    await expect
      .poll(() => bridge.seenOf('rollouts.approve').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-web', reason: 'Looked at and agreed' }]);
  });

  test('R4.5 lets nobody approve twice, and offers no promote that would be refused', async () => {
    open({}, { actor: 'Grace' });
    const card = page.getByRole('region', { name: 'What happens next' });
    await expect.element(card.getByRole('button', { name: /Approve 50/ })).toBeDisabled();
    await expect.element(card).toMatchTextContent('You approved it already; it needs somebody else too');
    expect(card.getByRole('button', { name: /Promote/ }).query()).toBeNull();
  });
});

describe('the stage', () => {
  test('R1.7 R1.3 says how long it is watched and why, what is frozen, and that a dry run sends nothing', async () => {
    open();
    const card = page.getByRole('region', { name: 'Stage canary' });
    await expect.element(card).toMatchTextContent(/14\smin of 45\smin.*15\smin of it added for yellow/);
    await expect.element(card).toMatchTextContent(/1\sh of 3\sh.*anything worse starts it again/);
    await expect.element(card).toMatchTextContent(/day 2 of the rollout: not before/);
    await expect.element(card).toMatchTextContent(/Weekend.*nothing moves on until it ends/);
    await expect.element(card).toMatchTextContent(/channel internal.*completed there/);
    await expect.element(page.getByText('Dry run: nothing is sent.')).toBeVisible();
  });

  test('R3.7 marks the current cell of the decision matrix with a word and not by colour alone', async () => {
    open();
    const table = page.getByRole('region', { name: 'Decision matrix' });
    await expect.element(table.getByRole('columnheader', { name: 'no data' })).toBeVisible();
    const current = () => [...document.querySelectorAll('td[aria-current="true"]')].map((cell) => cell.textContent);
    await expect
      .poll(current)
      .toEqual([
        'no reading, or under 50 samples→ holds◌ now',
        expect.stringMatching(/^over 2\s%→ holds, then watches 15\smin longer◆ now$/),
      ]);
    await expect.element(table.getByRole('row', { name: /Safe mode/ })).toMatchTextContent('never');
  });

  test('R3.3 shows where a baseline came from and takes it again with a reason', async () => {
    const bridge = open();
    const card = page.getByRole('region', { name: 'Baselines' });
    await expect.element(card).toMatchTextContent(/Safe mode.*0\.4\s%.*1\.2\.2 in stage canary, .*9,120/);
    await expect.element(card).toMatchTextContent(/p95 latency.*400\sms.*fixed in the plan/);
    await card.getByRole('button', { name: 'Take again: Safe mode' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The window lay in an outage');
    await dialog.getByRole('button', { name: 'Take again' }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.recapture').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-web', metric: 'safe-mode', reason: 'The window lay in an outage' }]);
  });

  test('design 5 draws bounds and interval, and says when a gate can decide', async () => {
    open();
    await page.getByRole('button', { name: 'Safe mode' }).click();
    await expect.element(page.getByText(/95 % sure: 2\.1\s% to 4\.4\s%/)).toBeVisible();
    await expect.element(page.getByText(/emergency at 50\.0\s%, off the chart/)).toBeVisible();
    await expect.poll(() => document.querySelectorAll('[aria-label^="Safe mode over time"] .recharts-reference-area').length).toBe(2);
    await expect.poll(() => document.querySelectorAll('[aria-label^="Safe mode over time"] .recharts-area-area').length).toBe(2);
    await expect.poll(() => document.querySelectorAll('[aria-label^="Safe mode over time"] .recharts-reference-line').length).toBe(2);
    await expectAccessible();
  });

  test('R3.2 shows the members of a composite and its condition in words', async () => {
    open();
    await page.getByRole('button', { name: 'Errors or crashes' }).click();
    const members = page.getByRole('table', { name: 'Members of this gate' });
    await expect.element(members.getByRole('row', { name: /Crashes/ })).toMatchTextContent(/0\.4\s%.*red > 5 %.*yellow/);
    await expect.element(page.getByText('speaks only while Mutations is over 0')).toBeVisible();
  });

  test('design 5 tells how far off an answer is: time, samples and lateness', () => {
    const gate = { nextChangeAt: now + 240_000, samples: 31, minSamples: 50, observedAt: now - 15_000 };
    expect(clockWords(gate, now).replaceAll('\u00a0', ' ')).toBe('can decide in about 4 min: 31 of 50 samples, source 15 s late');
    expect(clockWords({ ...gate, nextChangeAt: null, samples: 80, observedAt: now }, now)).toBe('can decide with the next reading');
    expect(clockWords({ ...gate, nextChangeAt: now, samples: null, observedAt: null }, now)).toBe('can decide now');
  });

  test('design 6 has no serious accessibility violation', async () => {
    open();
    await expect.element(page.getByRole('region', { name: 'Decision matrix' })).toBeVisible();
    await expectAccessible();
  });
});
