import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Surface } from '../../main/core/model/surface.ts';
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge.ts';
import { now, prydeDesktop, prydeWeb } from '../support/fixture/fleet.ts';
import { reissueReady, reissueStart, revertPlan } from '../support/fixture/github-acts.ts';
import { incidents } from '../support/fixture/incidents.ts';
import { detail, undoCard } from '../support/fixture/rollout.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

/** A rollout on a surface that was taken back, whose incident is closed. */
function takenBack(surface: Surface): FakeBridge {
  const bridge = createFakeBridge();
  const rollout = { ...prydeWeb, id: `r-${surface}`, targetName: surface, surface, state: 'rolledBack' as const };
  const [first] = incidents;
  if (first === undefined) throw new Error('The fixture has no incident');
  bridge.answer('rollouts.get', () => ({ ...detail, rollout, lanes: [rollout] }));
  bridge.answer('incidents.list', () => [{ ...first, applicationId: rollout.applicationId, version: rollout.version, closedAt: now }]);
  bridge.answer('github.revertPlan', () => revertPlan);
  bridge.answer('github.reissuePlan', () => reissueStart);
  return bridge;
}

const next = () => page.getByRole('region', { name: 'What happened, and what is next' });
const nothingLeft = 'Nothing is left to do here.';

describe('what is left after a release was taken back', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R4.2 says nothing of what is left until the incidents are read, then that nothing is left on the web', async () => {
    const bridge = takenBack('web');
    bridge.hang('incidents.list');
    openApp('/rollouts/r-web', { bridge });
    await expect.element(next()).toMatchTextContent(/Taken back from 1\.2\.3 to 1\.2\.2/);
    await expect.element(page.getByRole('region', { name: 'Revert in the code' })).toBeVisible();
    await expect.element(next()).not.toMatchTextContent(nothingLeft);
    openApp('/rollouts/r-web', { bridge: takenBack('web') });
    await expect.element(next()).toMatchTextContent(nothingLeft);
  });

  test('R4.2 says that installed copies stay on a desktop, and points to the way to bring them back', async () => {
    openApp('/rollouts/r-desktop', { bridge: takenBack('desktop') });
    await expect.element(next()).toMatchTextContent('Copies that are installed stay on 1.2.3. “Bring back those who have it” on this page');
    await expect.element(next()).toMatchTextContent('The incident is closed');
    await expect.element(next()).not.toMatchTextContent(nothingLeft);
    await expectAccessible();
    const published = takenBack('desktop');
    published.answer('github.reissuePlan', () => ({ ...reissueReady, publishedPercent: 20 }));
    openApp('/rollouts/r-desktop', { bridge: published });
    await expect.element(next()).toMatchTextContent(/1\.2\.4 is offered to 20\s% of them\./);
    const without = takenBack('desktop');
    without.refuse('github.reissuePlan', { code: 'notFound', message: 'There is no repository.' });
    openApp('/rollouts/r-desktop', { bridge: without });
    await expect.element(next()).toMatchTextContent('Publish a higher version with the code of the one before.');
  });

  test('R4.2 says that phones keep a release that was halted in the store', async () => {
    openApp('/rollouts/r-mobile', { bridge: takenBack('mobile') });
    await expect
      .element(next())
      .toMatchTextContent('Copies that are installed stay on 1.2.3. A higher version in the store brings them back.');
    await expect.element(next()).not.toMatchTextContent(nothingLeft);
  });

  test('R1.2 says after the draft what is done next and where, up to the last press', async () => {
    const card = page.getByRole('region', { name: 'Bring back those who have it' });
    const bridge = takenBack('desktop');
    const drafted = reissueReady.steps.map((step) =>
      step.id === 'files' ? { ...step, state: 'next' as const } : step.id === 'publish' ? { ...step, state: 'waiting' as const } : step,
    );
    bridge.answer('github.reissuePlan', () => ({ ...reissueReady, steps: drafted, files: [], manifests: [], blocked: 'No files yet.' }));
    openApp('/rollouts/r-desktop', { bridge });
    await expect
      .element(card)
      .toMatchTextContent('Next, outside Tidegate: let your build make 1.2.4 and put its files into the draft, then press Look again.');
    const ready = takenBack('desktop');
    ready.answer('github.reissuePlan', () => reissueReady);
    openApp('/rollouts/r-desktop', { bridge: ready });
    await expect.element(card).toMatchTextContent('Next: publish it at a share. Until then nobody is offered it.');
  });
});

describe('before a release is taken back', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R4.2 keeps the buttons of a long dialog in sight in a small window, and the version in the title', async () => {
    const bridge = createFakeBridge();
    const wayBack = { exists: false, says: '1.2.3 is the first release here, so there is nothing to return to.', to: null };
    bridge.answer('rollouts.get', () => ({ ...detail, rollout: { ...prydeDesktop, verdict: 'green', wayBack } }));
    await page.viewport(1024, 500);
    openApp('/rollouts/r-desktop', { bridge });
    const title = page.getByRole('heading', { level: 1 }).getByText(/^Pryde 1\.2\.3$/);
    await expect.element(title).toBeVisible();
    expect(title.element().scrollWidth).toBeLessThanOrEqual(title.element().clientWidth);
    await page.getByRole('button', { name: /Promote to 50 %, no way back/ }).click();
    const send = page.getByRole('dialog').getByRole('button', { name: /Promote to 50 % without a way back/ });
    await expect.element(send).toBeVisible();
    await expect.poll(() => send.element().getBoundingClientRect().bottom).toBeLessThanOrEqual(500);
    const { left, top, width, height } = send.element().getBoundingClientRect();
    expect(document.elementFromPoint(left + width / 2, top + height / 2)?.closest('button')).toBe(send.element());
    await expectAccessible();
    await page.viewport(1280, 800);
  });

  test('R1.8 keeps the reason and the red button in sight however many targets a rollback has', async () => {
    await page.viewport(1024, 500);
    openApp('/rollouts/r-desktop');
    await page.getByRole('button', { name: 'Roll back…' }).click();
    const dialog = page.getByRole('dialog');
    for (const part of [dialog.getByRole('textbox', { name: 'Reason' }), dialog.getByRole('button', { name: /^Roll back \d/ })]) {
      await expect.element(part).toBeVisible();
      const { left, top, width, height, bottom } = part.element().getBoundingClientRect();
      expect(bottom).toBeLessThanOrEqual(500);
      expect(document.elementFromPoint(left + width / 2, top + height / 2)?.closest('button, input')).toBe(part.element());
    }
    await page.viewport(1280, 800);
  });

  test('R1.8 names a target that has no way back, whatever version stands there', async () => {
    const bridge = createFakeBridge();
    const lines = undoCard.map((line) =>
      line.targetName === 'Desktop' ? { ...line, available: false, reason: 'Nothing is left.' } : line,
    );
    bridge.answer('rollouts.undoCard', () => lines);
    openApp('/rollouts/r-desktop', { bridge });
    await expect
      .element(page.getByRole('region', { name: 'If you roll back' }))
      .toMatchTextContent(/Way back checked .*: not possible on Desktop; no version to return to on Mobile/);
  });
});
