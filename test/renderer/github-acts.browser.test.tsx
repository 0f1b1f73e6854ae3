import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge.ts';
import { prydeWeb } from '../support/fixture/fleet.ts';
import { reissueDrafted, reissueReady, reissueStart, revertMade, revertPlan } from '../support/fixture/github-acts.ts';
import { sentDispatch } from '../support/fixture/hooks.ts';
import { detail } from '../support/fixture/rollout.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const rolledBack = {
  ...prydeWeb,
  id: 'r-desktop',
  targetId: 't-desktop',
  targetName: 'desktop',
  surface: 'desktop',
  state: 'rolledBack',
} as const;

/** A desktop rollout that was taken back. */
function takenBack(): FakeBridge {
  const bridge = createFakeBridge();
  bridge.answer('rollouts.get', () => ({ ...detail, rollout: rolledBack, lanes: [rolledBack] }));
  bridge.answer('github.revertPlan', () => revertPlan);
  bridge.answer('github.reissuePlan', () => reissueStart);
  return bridge;
}

const revertCard = () => page.getByRole('region', { name: 'Revert in the code' });
const reissueCard = () => page.getByRole('region', { name: 'Bring back those who have it' });

describe('what is left on GitHub after a release was taken back', () => {
  test('R2.6 shows what a revert would take back, prepares it with a reason and links to it', async () => {
    const bridge = takenBack();
    bridge.answer('github.prepareRevert', () => {
      bridge.answer('github.revertPlan', () => revertMade);
      return { made: true, revert: revertMade };
    });
    openApp('/rollouts/r-desktop', { bridge });
    await expect.element(revertCard()).toMatchTextContent('1 file changed since and needs a look');
    await revertCard().getByText('Files to look at: changed since', { exact: false }).click();
    await expect.element(revertCard().getByText('src/screens/settings.ts')).toBeVisible();
    await revertCard().getByRole('button', { name: 'Prepare a revert pull request…' }).click();
    const dialog = page.getByRole('dialog');
    await expect
      .element(dialog)
      .toMatchTextContent(/branch tidegate\/revert-v1\.2\.3 in acme\/pryde and a draft pull request onto main\. Nothing is merged/);
    await dialog.getByText('Exact calls').click();
    await expect.element(dialog.getByRole('button', { name: 'Copy the calls of the revert' })).toBeVisible();
    await expectAccessible();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Crashes at the start');
    await dialog.getByRole('button', { name: 'Prepare the draft' }).click();
    await expect
      .poll(() => bridge.seenOf('github.prepareRevert').map((call) => call.input))
      .toEqual([{ applicationId: 'pryde', version: '1.2.3', reason: 'Crashes at the start' }]);
    await expect
      .element(revertCard().getByRole('link', { name: '#903 Revert Pryde 1.2.3 to 1.2.2' }))
      .toHaveAttribute('href', revertMade.pull?.url);
  });

  test('R2.6 keeps a refusal in the dialog, in words, and says offline that nothing was sent', async () => {
    const bridge = takenBack();
    bridge.refuse('github.prepareRevert', { code: 'offline', message: 'The console cannot be reached.' });
    openApp('/rollouts/r-desktop', { bridge });
    await revertCard().getByRole('button', { name: 'Prepare a revert pull request…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Prepare the draft' }).click();
    await expect.element(page.getByRole('dialog').getByRole('alert')).toMatchTextContent('Offline: nothing was sent');
  });

  test('R1.2 R4.2 leads to a higher version step by step and publishes only after a confirmation', async () => {
    const bridge = takenBack();
    bridge.answer('github.prepareReissue', () => {
      bridge.answer('github.reissuePlan', () => reissueReady);
      return reissueReady;
    });
    bridge.answer('github.publishReissue', ({ percent }) => ({ made: true, reissue: { ...reissueReady, publishedPercent: percent } }));
    openApp('/rollouts/r-desktop', { bridge });
    await expect.element(reissueCard().getByRole('listitem').nth(1)).toMatchTextContent('Draft of the release, next');
    await reissueCard().getByRole('button', { name: 'Make the draft…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make the draft' }).click();
    await reissueCard().getByRole('button', { name: 'Publish 1.2.4…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent('Apps with 1.2.3 outside the share keep it until the share grows.');
    await expect.element(dialog.getByRole('button', { name: 'Publish at 20 %' })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Share of installed apps, %' }).fill('35');
    await dialog.getByRole('checkbox', { name: 'I made sure of this' }).click();
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Publish at 35 %' }).click();
    await expect
      .poll(() => bridge.seenOf('github.publishReissue').map((call) => call.input))
      .toMatchObject([{ applicationId: 'pryde', version: '1.2.3', targetId: 't-desktop', newVersion: '1.2.4', percent: 35, sure: true }]);
  });

  test('R1.9 R1.2 starts the team’s release workflow for the number of the draft, from the code that was good', async () => {
    const bridge = takenBack();
    bridge.answer('github.reissuePlan', () => reissueDrafted);
    bridge.answer('dispatches.send', () => sentDispatch);
    openApp('/rollouts/r-desktop', { bridge });
    await reissueCard().getByRole('button', { name: 'Start the release workflow…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a workflow for 1.2.4' });
    await expect.element(dialog).toMatchTextContent(/with the inputs version \(1\.2\.4\) and reason/);
    await expect.element(dialog.getByRole('textbox', { name: 'Branch or tag' })).toHaveValue('v1.2.2');
    await dialog.getByRole('textbox', { name: /Workflow file/ }).fill('desktop.yml');
    await expectAccessible();
    await dialog.getByRole('textbox', { name: /Reason/ }).fill('Files for the re-issue');
    await dialog.getByRole('button', { name: 'Start the workflow' }).click();
    await expect
      .poll(() => bridge.seenOf('dispatches.send').map((call) => call.input))
      .toMatchObject([{ version: '1.2.3', kind: 'workflow', workflow: 'desktop.yml', ref: 'v1.2.2', builds: '1.2.4' }]);
  });

  test('R1.9 offers no workflow where nothing could start one, nor before there is a draft', async () => {
    const bridge = takenBack();
    const button = () => reissueCard().getByRole('button', { name: 'Start the release workflow…' }).query();
    openApp('/rollouts/r-desktop', { bridge });
    await expect.element(reissueCard().getByRole('button', { name: 'Make the draft…' })).toBeVisible();
    expect(button()).toBeNull();
    bridge.answer('github.reissuePlan', () => reissueDrafted);
    bridge.answer('dispatches.list', () => ({ repository: null, connection: null, blocked: 'No GitHub connection.', sent: [] }));
    await reissueCard().getByRole('button', { name: 'Look again' }).click();
    await expect.element(reissueCard()).toMatchTextContent('The draft has no files yet.');
    bridge.push({ table: 'reload', what: 'hooks' });
    await expect.poll(button).toBeNull();
  });

  test('R1.2 shows nothing of either while the release is still rolling out', async () => {
    const bridge = createFakeBridge();
    const running = { ...rolledBack, state: 'running' } as const;
    bridge.answer('rollouts.get', () => ({ ...detail, rollout: running, lanes: [running] }));
    openApp('/rollouts/r-desktop', { bridge });
    await expect.element(page.getByRole('region', { name: 'If you roll back' })).toBeVisible();
    expect(reissueCard().query()).toBeNull();
    expect(revertCard().query()).toBeNull();
  });
});
