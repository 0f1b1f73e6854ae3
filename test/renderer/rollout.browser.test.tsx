import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { prydeWeb, siteProofWeb } from '../support/fixture/fleet.ts';
import { detail, gates, lastDecision, rollbackActions } from '../support/fixture/rollout.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

describe('the Rollout page', () => {
  test('R6.1 shows value, bounds, baseline, samples, verdict and reason of every gate', async () => {
    openApp('/rollouts/r-web');
    const table = page.getByRole('region', { name: 'Gates' });
    for (const gate of gates) await expect.element(table.getByRole('button', { name: gate.title, exact: false })).toBeVisible();
    const row = table.getByRole('row', { name: 'Auth success', exact: false });
    await expect.element(row).toMatchTextContent(/86\.2 %.*red < 90 %.*97\.8 %.*1,204.*red.*3 checks in a row under 90 %/);
    await expect
      .element(table.getByRole('img', { name: /Auth success, last 30 min: .*green 7\smin, yellow 3\smin, red 2\smin/ }))
      .toBeInTheDocument();
  });

  test('R6.1 opens a gate down to the readings behind it', async () => {
    const bridge = openApp('/rollouts/r-web');
    await page.getByRole('button', { name: 'Auth success' }).click();
    await expect.poll(() => bridge.seenOf('rollouts.series').length).toBeGreaterThan(0);
    expect(bridge.seenOf('rollouts.series')[0]?.input).toMatchObject({ rolloutId: 'r-web', gate: 'auth-success' });
    await expect.element(page.getByRole('img', { name: 'Auth success over time, red < 90 %' })).toBeVisible();
    await expect.element(page.getByText('at least 50 samples')).toBeVisible();
  });

  test('R6.1 draws share over time and one verdict strip for each gate', async () => {
    openApp('/rollouts/r-web');
    await expect.element(page.getByRole('img', { name: /Share over time, now 10 %/ })).toBeVisible();
    await expect.element(page.getByRole('img', { name: /^Safe mode: green 12\smin, yellow 2\smin/ })).toBeInTheDocument();
    await expect.poll(() => document.querySelectorAll('.recharts-surface').length).toBe(1);
  });

  test('R1.8 shows what a rollback would really do on each platform', async () => {
    openApp('/rollouts/r-web');
    const card = page.getByRole('region', { name: 'If you roll back' });
    await expect.element(card).toMatchTextContent('Stops new updates. 310 installs stay on 1.2.3 until 1.2.4.');
    await expect.element(card).toMatchTextContent(/Way back checked \d+\ss ago: no version to return to on Mobile\./);
  });

  test('R1.8 offers to roll back now or to stop, and not to promote, while red', async () => {
    const bridge = openApp('/rollouts/r-web');
    const card = page.getByRole('region', { name: 'What happens next' });
    await expect.element(card.getByRole('button', { name: 'Roll back now' })).toBeVisible();
    expect(card.getByRole('button', { name: 'Promote', exact: false }).query()).toBeNull();
    await card.getByRole('button', { name: /Stop, hold at 10 %/ }).click();
    await expect.poll(() => bridge.seenOf('rollouts.stop').length).toBe(1);
  });

  test('R1.5 asks for a reason before it promotes by hand', async () => {
    const bridge = openApp('/rollouts/r-desktop');
    await page.getByRole('button', { name: /Promote to 50 %/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Seen enough on the test lab');
    await dialog.getByRole('button', { name: /Promote to 50 %/ }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.promote').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-desktop', reason: 'Seen enough on the test lab' }]);
  });

  test('design 3 lets a person accept or restore a drift', async () => {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.resolveDrift', () => ({ ...siteProofWeb, drift: null }));
    openApp('/rollouts/r-vercel', { bridge });
    await expect.element(page.getByRole('button', { name: 'Accept theirs: 50 %' })).toBeVisible();
    await page.getByRole('button', { name: 'Restore ours: 25 %' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore ours: 25 %' }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.resolveDrift').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-vercel', choice: 'restore', reason: 'Changed by mistake outside Tidegate' }]);
  });

  test('R1.11 says of a release that was taken back what happened, by whom, how fast, and what is left to do', async () => {
    const bridge = createFakeBridge();
    const endedAt = prydeWeb.createdAt + 60_000;
    const rollout = { ...prydeWeb, state: 'rolledBack' as const, endedAt, percent: 0 };
    const decided = { ...lastDecision, id: 'd9', at: endedAt - 4000, kind: 'rollback' as const, recommendation: false };
    const written = rollbackActions
      .slice(0, 1)
      .map((row) => ({ ...row, rolloutId: rollout.id, decisionId: 'd9', state: 'confirmed' as const, finishedAt: endedAt }));
    bridge.answer('rollouts.get', () => ({
      ...detail,
      rollout,
      lanes: [rollout],
      decisions: [decided],
      actions: written,
      plannedChecks: [],
    }));
    openApp('/rollouts/r-web', { bridge });
    const card = page.getByRole('region', { name: 'What happened, and what is next' });
    await expect.element(card).toMatchTextContent(/Taken back from 1\.2\.3 to 1\.2\.2/);
    await expect.element(card).toMatchTextContent(/by engine, contained in 4\ss/);
    await expect.element(card).toMatchTextContent(/Next is the post-mortem|Nothing is left to do/);
    await expect.element(page.getByRole('region', { name: 'Share and verdicts' })).toMatchTextContent(/taken back, left at/);
    expect(page.getByText(/stage 1 of 3/).query()).toBeNull();
    await expectAccessible();
  });

  test('R1.4 lists a check that is planned and not asked yet, with its moment', async () => {
    openApp('/rollouts/r-web');
    const card = page.getByRole('region', { name: 'Checks' });
    await expect.element(card).toMatchTextContent(/Guardian not asked yet, asked after/);
  });

  test('R1.5 switches automation for this rollout', async () => {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.automation', ({ promote, rollback }) => ({ ...prydeWeb, automation: { promote, rollback } }));
    openApp('/rollouts/r-web', { bridge });
    await page.getByRole('switch', { name: 'Advance by itself', exact: false }).click({ force: true });
    await expect
      .poll(() => bridge.seenOf('rollouts.automation')[0]?.input)
      .toMatchObject({ rolloutId: 'r-web', promote: false, rollback: true });
  });

  test('R1.11 opens a decision down to what it was decided from', async () => {
    const bridge = openApp('/rollouts/r-web');
    await page.getByRole('button', { name: 'Roll back: Auth success', exact: false }).click();
    await expect.poll(() => bridge.seenOf('rollouts.decision').map((call) => call.input)).toEqual([{ decisionId: 'd4' }]);
    await expect.element(page.getByText('can be computed again', { exact: false })).toBeVisible();
  });

  test('R6.2 says since when the platform does not answer', async () => {
    const bridge = createFakeBridge();
    const failing = { ...detail.platform, failingSince: detail.rollout.createdAt, problem: null };
    bridge.answer('rollouts.get', () => ({ ...detail, platform: failing }));
    openApp('/rollouts/r-web', { bridge });
    await expect.element(page.getByText(/Firebase Hosting has not answered since/)).toBeVisible();
  });

  test('design 6 says so when the rollout is not there', async () => {
    const bridge = createFakeBridge();
    bridge.refuse('rollouts.get', { code: 'notFound', message: 'There is no rollout nowhere.' });
    openApp('/rollouts/nowhere', { bridge });
    await expect.element(page.getByRole('alert')).toMatchTextContent('There is no rollout nowhere.');
  });

  test('design 6 has no serious accessibility violation', async () => {
    openApp('/rollouts/r-web');
    await expect.element(page.getByRole('region', { name: 'Gates' })).toBeVisible();
    await expect.poll(() => document.querySelectorAll('.recharts-surface').length).toBe(1);
    await page.getByRole('button', { name: 'Auth success' }).click();
    await expect.poll(() => document.querySelectorAll('.recharts-surface').length).toBe(2);
    await expectAccessible();
  });
});
