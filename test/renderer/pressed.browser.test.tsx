import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { endpointRows, endpoints, partial } from '../support/fixture/containment.ts';
import { connections } from '../support/fixture/connections.ts';
import { now, prydeDesktop, siteProofWeb, status } from '../support/fixture/fleet.ts';
import { detail } from '../support/fixture/rollout.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const noWayBack = { exists: false, says: 'No way back: 1.2.3 is the first release here, so there is nothing to return to.', to: null };

function withoutWayBack() {
  const bridge = createFakeBridge();
  const rollout = { ...prydeDesktop, verdict: 'green' as const, wayBack: noWayBack };
  bridge.answer('rollouts.get', () => ({ ...detail, rollout, lanes: [rollout] }));
  return bridge;
}

describe('the way back', () => {
  test('R4.2 is shown on each lane of Home and on the rollout all the time', async () => {
    openApp('/');
    await expect.element(page.getByText('A way back exists: 1.2.2').first()).toBeVisible();
    openApp('/rollouts/r-desktop');
    await expect
      .element(page.getByRole('region', { name: 'What happens next' }))
      .toMatchTextContent(/A way back exists: 1\.2\.2\. Everybody is served/);
  });

  test('R4.2 asks for a deliberate override with a reason of its own where there is none', async () => {
    const bridge = withoutWayBack();
    openApp('/rollouts/r-desktop', { bridge });
    await page.getByRole('button', { name: /Promote to 50 %, no way back/ }).click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: /Promote to 50 % without a way back/ });
    await expect.element(dialog).toMatchTextContent(/first release here, so there is nothing to return to/);
    await expect.element(send).toBeDisabled();
    await userEvent.keyboard('{Enter}');
    expect(bridge.seenOf('rollouts.promote')).toEqual([]);
    await dialog.getByRole('checkbox', { name: 'Go on although it could not be taken back' }).click();
    await expect.element(send).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Why without a way back' }).fill('The fix cannot wait');
    await expectAccessible();
    await send.click();
    await expect
      .poll(() => bridge.seenOf('rollouts.promote').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-desktop', reason: 'Promoted by hand', override: true, overrideReason: 'The fix cannot wait' }]);
  });

  test('R4.2 shows a viewer that there is none, and does not let them press', async () => {
    const bridge = withoutWayBack();
    bridge.answer('fleet.status', () => ({ ...status, role: 'viewer' }));
    openApp('/rollouts/r-desktop', { bridge });
    await expect
      .element(page.getByRole('region', { name: 'What happens next' }))
      .toMatchTextContent(/No way back: 1\.2\.3 is the first release/);
    await expect.element(page.getByRole('button', { name: /Promote to 50 %/ })).toBeDisabled();
    await expect.element(page.getByRole('button', { name: 'Emergency: take back Pryde 1.2.3' })).toBeDisabled();
  });

  test('R4.2 is told before a start, and asks for the override there too', async () => {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.wayBackBefore', ({ targetIds }) =>
      targetIds.map((targetId, index) => ({
        ...(index === 0 ? noWayBack : { exists: true, says: 'Everybody is back within a minute.', to: '1.2.2' }),
        targetId,
        targetName: targetId,
        readAt: now,
      })),
    );
    openApp('/', { bridge });
    await page.getByRole('button', { name: 'New rollout' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByPlaceholder('such as 1.2.4').fill('2.0.0');
    await dialog.getByPlaceholder('Choose a plan').click();
    await page.getByRole('option').first().click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('First release');
    await expect.element(dialog).toMatchTextContent(/A way back exists: 1\.2\.2/);
    await expect.element(dialog.getByRole('button', { name: 'Start the rollout' })).toBeDisabled();
    await dialog.getByRole('checkbox', { name: 'Go on although it could not be taken back' }).click();
    await dialog.getByRole('textbox', { name: 'Why without a way back' }).fill('There is nothing before it');
    await dialog.getByRole('button', { name: 'Start the rollout' }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.start')[0]?.input)
      .toMatchObject({ override: true, overrideReason: 'There is nothing before it', reason: 'First release' });
  });

  test('R4.2 offers the three ways back in order, each with its promise and what was measured', async () => {
    openApp('/rollouts/r-desktop');
    const card = page.getByRole('region', { name: 'Ways back' });
    await expect
      .element(card)
      .toMatchTextContent(
        /Switch the flag off.*within 1\smin.*Switch one component off.*within 5\smin.*Take the whole release back.*within 30\smin/,
      );
    await expect.element(card).toMatchTextContent(/2\ss in the middle of 3, at worst 4\ss ✓ kept/);
  });
});

describe('containment in progress', () => {
  function pressed() {
    const bridge = createFakeBridge();
    bridge.answer('rollouts.containments', () => [partial]);
    bridge.answer('rollouts.containment', () => partial);
    bridge.answer('fleet.endpoints', () => endpoints);
    bridge.answer('rollouts.endpointAnswers', () => ({ askedAt: now - 60_000, rows: endpointRows }));
    return bridge;
  }

  test('R1.8 stays on Home with the standing of each target, how fast, and who keeps the release', async () => {
    openApp('/', { bridge: pressed() });
    const card = page.getByRole('region', { name: 'Taking back Pryde 1.2.3' });
    await expect.element(card).toMatchTextContent('Contained on 1 of 4 targets; not on desktop, mobile, flag.');
    await expect.element(card).toMatchTextContent(/Web\s*contained in 2\ss\s*Taken back to 1\.2\.2\.\s*Nobody is offered it any more\./);
    await expect
      .element(card)
      .toMatchTextContent(/Desktop\s*refused\s*Could not roll back to 1\.2\.2\. The token may not write releases\./);
    await expect.element(card).toMatchTextContent(/Up to 320\susers have it now/);
    await expect.element(card).toMatchTextContent(/Mobile\s*outcome unknown/);
    await expect.element(card).toMatchTextContent(/Flag\s*not asked yet/);
    await expect.element(card).toMatchTextContent(/On it now: 4,180 of 41,800\susers/);
    await expect.element(card).toMatchTextContent(/▲ does not answer well web Answered 503\./i);
    await expectAccessible();
  });

  test('R4.2 contains a refused target by the next best act in one press, with what it can take back', async () => {
    const bridge = pressed();
    openApp('/', { bridge });
    const card = page.getByRole('region', { name: 'Taking back Pryde 1.2.3' });
    await expect.element(card).toMatchTextContent(/Protects new users only\. Sets the share to 0\s%/);
    await card.getByRole('button', { name: 'Halt it for new users on desktop' }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.contain').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-desktop', op: 'halt', toVersion: null, reason: 'Next best after a refusal: halt it for new users' }]);
    await card.getByRole('button', { name: 'Take it out of sight on desktop' }).click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/Cannot be undone\. Makes the release a draft/);
    expect(bridge.seenOf('rollouts.contain')).toHaveLength(1);
  });

  test('R1.8 carries on with an unknown target, and leaves one as it is only with a reason', async () => {
    const bridge = pressed();
    openApp('/rollouts/r-web', { bridge });
    const card = page.getByRole('region', { name: 'Taking back Pryde 1.2.3' });
    await card.getByRole('button', { name: 'Carry on: mobile' }).click();
    await expect.poll(() => bridge.seenOf('rollouts.carryOn')[0]?.input).toMatchObject({ rolloutId: 'r-mobile' });
    await card.getByRole('button', { name: 'Leave it as it is: desktop' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByRole('button', { name: 'Leave it as it is' })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('310 installs, fixed tomorrow');
    await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.settle')[0]?.input)
      .toEqual({ rolloutId: 'r-desktop', reason: '310 installs, fixed tomorrow' });
  });

  test('R6.2 says offline that this is what was last known and that nothing was sent', async () => {
    const bridge = pressed();
    bridge.answer('fleet.status', () => ({ ...status, offlineSince: now - 120_000 }));
    bridge.answer('rollouts.containments', () => [
      {
        ...partial,
        targets: partial.targets.map((row) => ({
          ...row,
          standing: 'working' as const,
          says: 'Nothing has reached the platform yet: roll back to 1.2.2. It is tried again by itself.',
          tookMs: null,
          failingSince: now - 120_000,
          act: { id: 'a', state: 'intended' as const, attempts: 0, dueAt: now },
          next: [],
          settles: null,
        })),
      },
    ]);
    openApp('/', { bridge });
    const card = page.getByRole('region', { name: 'Taking back Pryde 1.2.3' });
    await expect
      .element(card)
      .toMatchTextContent(/No platform has answered since 2\smin ago\. This is what was last known\. What is intended was not sent/);
    await expect.element(card).toMatchTextContent(/The platform has not answered since .*nothing was sent there\./);
    await expect.element(card.getByRole('button', { name: 'Carry on: web' })).toBeEnabled();
  });

  test('R1.8 tells a viewer everything and why they may not press', async () => {
    const bridge = pressed();
    bridge.answer('fleet.status', () => ({ ...status, role: 'viewer' }));
    openApp('/', { bridge });
    const card = page.getByRole('region', { name: 'Taking back Pryde 1.2.3' });
    await expect.element(card.getByRole('button', { name: 'Halt it for new users on desktop' })).toBeDisabled();
    await expect.element(card).toMatchTextContent('Needs the role operator; yours is viewer.');
  });

  test('R2.6 asks the health endpoints again', async () => {
    const bridge = pressed();
    openApp('/', { bridge });
    const card = page.getByRole('region', { name: 'Taking back Pryde 1.2.3' });
    await card.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => bridge.seenOf('rollouts.askEndpoints')[0]?.input).toEqual({ applicationId: 'pryde', version: '1.2.3' });
  });
});

describe('the emergency press', () => {
  test('R1.9 names application, version, users and who is paged, and then shows each target', async () => {
    const bridge = createFakeBridge();
    openApp('/', { bridge });
    await page.getByRole('button', { name: 'Emergency: take back Pryde 1.2.3' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/Takes Pryde 1\.2\.3 back at once on web, desktop and mobile/);
    await expect.element(dialog).toMatchTextContent(/On it now: 4,180 of 41,800\susers \(10\s%\)/);
    const notices = connections.filter((row) => row.kind === 'notice').map((row) => row.name);
    expect(notices.length).toBeGreaterThan(0);
    await expect.element(dialog).toMatchTextContent(new RegExp(`Pages everybody through .*${notices[0] ?? ''}`));
    await expectAccessible();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Customers cannot pay');
    bridge.answer('rollouts.containment', () => partial);
    await dialog.getByRole('button', { name: 'Take it back and page everybody' }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.emergency').map((call) => call.input))
      .toEqual([{ applicationId: 'pryde', version: '1.2.3', reason: 'Customers cannot pay' }]);
    bridge.push({ table: 'reload', what: 'containment' });
    await expect.element(dialog).toMatchTextContent(/Contained on 1 of 4 targets/);
    await expect.element(dialog).toMatchTextContent('Closing this does not stop it; Home keeps it in sight.');
  });

  test('R1.9 says why it was refused, in words', async () => {
    const bridge = createFakeBridge();
    bridge.refuse('rollouts.emergency', { code: 'role', message: 'This needs the role operator; you are viewer.' });
    openApp('/rollouts/r-web', { bridge });
    await page.getByRole('button', { name: 'Emergency: take back Pryde 1.2.3' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Take it back and page everybody' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('This needs the role operator; you are viewer.');
  });

  test('R1.9 is offered by the palette', async () => {
    openApp('/');
    await expect.element(page.getByRole('button', { name: 'Emergency: take back Pryde 1.2.3' })).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('emergency');
    await page.getByText('Emergency: take back Pryde 1.2.3…').click();
    await expect.element(page.getByRole('dialog', { name: 'Emergency: take back Pryde 1.2.3' })).toBeVisible();
  });
});

describe('who has it', () => {
  test('R1.11 tells now and at most over all users, with the source of each number', async () => {
    openApp('/rollouts/r-web');
    const card = page.getByRole('region', { name: 'Who has 1.2.3' });
    await expect.element(card).toMatchTextContent(/On it now\s*4,180\susers · 10\s%/);
    await expect.element(card).toMatchTextContent(/At the most so far\s*up to 4,180\susers/);
    await expect.element(card).toMatchTextContent(/412 of 4,120 sessions of the last 15\smin came from it\. Source: intake\./);
  });
});

describe('drift', () => {
  test('design 3 names both values, who wrote ours and who may have changed it, on the rollout and on Home', async () => {
    const bridge = createFakeBridge();
    openApp('/rollouts/r-vercel', { bridge });
    const card = page.getByRole('region', { name: 'What happens next' });
    await expect
      .element(card)
      .toMatchTextContent(/Tidegate wrote\s*25\s%.*by Robin\s*Firebase Hosting shows\s*50\s%.*It may have been somebody with access/);
    openApp('/', { bridge });
    const needs = page.getByRole('region', { name: 'Needs you' });
    await needs.getByRole('button', { name: 'Accept theirs: 50 %' }).click();
    await expect
      .element(page.getByRole('dialog'))
      .toMatchTextContent(/Nothing is sent\. From now on Tidegate counts from 50 %; it wrote 25 %\./);
    expect(siteProofWeb.drift?.wroteBy).toBe('Robin');
  });
});

describe('health endpoints', () => {
  test('R2.6 are set for an application and for a target, changed and forgotten', async () => {
    const bridge = createFakeBridge();
    bridge.answer('fleet.endpoints', ({ applicationId }) => (applicationId === 'pryde' ? endpoints.slice(0, 1) : []));
    bridge.answer('fleet.status', () => ({ ...status, role: 'admin' }));
    openApp('/connections?tab=applications', { bridge });
    const card = page.getByRole('region', { name: 'Pryde' });
    await expect.element(card).toMatchTextContent(/Whole application\s*https:\/\/pryde\.example\.com\/health\s*2xx with “1\.2\.2”/);
    await card.getByRole('button', { name: 'Add endpoint to Pryde' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill('https://web.pryde.example.com/health');
    await dialog.getByRole('button', { name: 'Save endpoint' }).click();
    await expect
      .poll(() => bridge.seenOf('fleet.saveEndpoint')[0]?.input)
      .toMatchObject({ applicationId: 'pryde', healthUrl: 'https://web.pryde.example.com/health', text: null });
    await card.getByRole('button', { name: 'Change the health endpoint of Pryde, Whole application' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Forget it' }).click();
    await expect.poll(() => bridge.seenOf('fleet.saveEndpoint')[1]?.input).toMatchObject({ targetId: null, healthUrl: null });
    await expectAccessible();
  });
});
