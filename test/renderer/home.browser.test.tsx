import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { aidin, home, now, prydeWeb, rolling, status } from '../support/fixture/fleet.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const offline = { code: 'offline', message: 'Nothing answers since 03:12, so nothing was sent.' } as const;

describe('Home', () => {
  test('R6.1 shows each of the seven marks with its word', async () => {
    const bridge = createFakeBridge();
    const emergency = { ...aidin, id: 'r-emergency', version: '4.3.0', verdict: 'emergency' as const };
    bridge.answer('fleet.home', () => ({ ...home, rolling: [...rolling, emergency] }));
    openApp('/', { bridge });
    for (const kind of ['green', 'yellow', 'red', 'emergency', 'blind', 'thin', 'drifted']) {
      await expect
        .element(
          page
            .elementLocator(document.body)
            .getByText(new RegExp(`^${kind}`))
            .first(),
        )
        .toBeVisible();
      expect(document.querySelector(`[data-verdict="${kind}"]`)?.textContent).toMatch(/[●◆▲◌◔⇄]/);
    }
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    await expect.element(page.getByText('blind 4 min')).toBeVisible();
  });

  test('R6.1 writes the next decision with a countdown that runs', async () => {
    openApp('/');
    await expect
      .element(page.getByRole('article', { name: 'Web on Firebase Hosting' }).first())
      .toMatchTextContent(/rolls back in [5-8] s/);
    await expect
      .element(page.getByRole('article', { name: 'Web on Firebase Hosting' }).first(), { timeout: 8000 })
      .toMatchTextContent(/rolls back in [1-4] s/);
  });

  test('R6.1 says who is on a release, what needs a person and what comes next', async () => {
    openApp('/');
    await expect.element(page.getByText(/4,180\susers/).first()).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'Needs you' })).toMatchTextContent('SiteProof web drifted');
    await expect.element(page.getByRole('region', { name: 'Next decisions' })).toMatchTextContent('Pryde Web: rolls back');
    await expect.element(page.getByRole('region', { name: 'Recent' })).toMatchTextContent('Aidin 4.1.0 complete');
    await expect.element(page.getByText('6 of 7 sources fresh')).toBeVisible();
  });

  test('R6.1 replaces a pushed lane by its id', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('auth success 86.2', { exact: false }).first()).toBeVisible();
    bridge.push({ table: 'rollouts', row: { ...prydeWeb, verdict: 'green', verdictText: 'auth success is back', percent: 10 } });
    await expect.element(page.getByText('auth success is back', { exact: false })).toBeVisible();
    expect(document.querySelectorAll('[data-lane="r-web"]')).toHaveLength(1);
  });

  test('R1.10 starts a completed release on its next channel with one press, or leaves it where it is', async () => {
    const bridge = createFakeBridge();
    const base = { applicationId: 'aidin', version: '4.1.0', at: null } as const;
    const next = { ...base, id: 'r-old:next', rolloutId: 'r-old', kind: 'next' as const, severity: 'info' as const };
    const blocked = { ...base, id: 'r-b:next', rolloutId: 'r-b', kind: 'nextBlocked' as const, severity: 'warning' as const };
    const needs = [
      { ...next, title: 'Aidin 4.1.0 can go on to beta', text: 'It is complete on Web alpha. Next: Web beta under beta.yaml.' },
      { ...blocked, title: 'Aidin 4.1.0 cannot go on to beta', text: 'There is no desktop target on channel beta.' },
    ];
    bridge.answer('fleet.home', () => ({ ...home, needs }));
    bridge.answer('channels.goOn', () => prydeWeb);
    bridge.answer('channels.stay', () => ({}));
    openApp('/', { bridge });
    const region = page.getByRole('region', { name: 'Needs you' });
    await expect.element(region).toMatchTextContent('Next: Web beta under beta.yaml.');
    await region.getByRole('button', { name: 'Start it there' }).click();
    await expect.poll(() => bridge.seenOf('channels.goOn')).toMatchObject([{ input: { rolloutId: 'r-old' } }]);
    await region.getByRole('button', { name: 'Leave it here' }).last().click();
    await expect.poll(() => bridge.seenOf('channels.stay')).toMatchObject([{ input: { rolloutId: 'r-b' } }]);
  });

  test('R4.9 asks for somebody who takes an incident on, and takes it on with one press', async () => {
    const bridge = createFakeBridge();
    const release = { applicationId: 'pryde', version: '1.2.2', rolloutId: 'r-web', at: null } as const;
    const need = { ...release, id: 'inc-1:acknowledge', kind: 'incident', severity: 'danger', incidentId: 'inc-1' } as const;
    const needs = [{ ...need, title: 'P1 Pryde 1.2.2 · nobody has acknowledged it', text: 'Auth success fell under 90 %.' }];
    bridge.answer('fleet.home', () => ({ ...home, needs }));
    openApp('/', { bridge });
    const region = page.getByRole('region', { name: 'Needs you' });
    await expect.element(region.getByRole('link', { name: /nobody has acknowledged it/ })).toHaveAttribute('href', '#/incidents/inc-1');
    await region.getByRole('button', { name: 'Acknowledge' }).click();
    await expect.poll(() => bridge.seenOf('incidents.acknowledge')).toMatchObject([{ input: { incidentId: 'inc-1' } }]);
  });

  test('R1.8 holds every running lane of a release with one press', async () => {
    const bridge = openApp('/');
    await page.getByRole('region', { name: 'Pryde 1.2.3' }).getByRole('button', { name: 'Hold all' }).click();
    await expect.poll(() => bridge.seenOf('rollouts.hold').length).toBe(3);
    expect(new Set(bridge.seenOf('rollouts.hold').map((call) => call.key)).size).toBe(3);
  });

  test('R1.8 stops what was announced from where it is shown', async () => {
    const bridge = openApp('/');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.stop').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-web', reason: 'Stopped by hand from Home' }]);
  });

  test('R6.2 keeps what is known and says since when it is offline', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    bridge.push({ table: 'status', row: { ...status, offlineSince: now - 20 * 60_000 } });
    await expect.element(page.getByText('offline since 03:11')).toBeVisible();
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
  });

  test('design 6 shows a problem with a way to ask again', async () => {
    const bridge = createFakeBridge();
    bridge.refuse('fleet.home', offline);
    openApp('/', { bridge });
    await expect.element(page.getByRole('alert')).toMatchTextContent('Nothing answers since 03:12');
    bridge.answer('fleet.home', () => home);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
  });

  test('design 6 shows where things will be while they load', async () => {
    const bridge = createFakeBridge();
    bridge.hang('fleet.home');
    openApp('/', { bridge });
    await expect.element(page.getByRole('status', { name: 'Loading the fleet' })).toBeInTheDocument();
    await expect.element(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  });

  test('design 6 says what to do when nothing is rolling', async () => {
    const bridge = createFakeBridge();
    bridge.answer('fleet.home', () => ({ ...home, needs: [], rolling: [], recent: [] }));
    openApp('/', { bridge });
    await expect.element(page.getByText('Start with New rollout', { exact: false })).toBeVisible();
    await expect.element(page.getByText('Nothing waits for you')).toBeVisible();
  });

  test('design 6 moves over lanes and between views by keyboard alone', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    await userEvent.keyboard('jj');
    expect(document.activeElement?.closest('[data-lane]')?.getAttribute('data-lane')).toBe('r-desktop');
    await userEvent.keyboard('h');
    await expect
      .poll(() => bridge.seenOf('rollouts.hold').map((call) => call.input))
      .toEqual([{ rolloutId: 'r-desktop', reason: 'Held by hand' }]);
    await userEvent.keyboard('k{Enter}');
    await expect.poll(() => window.location.hash).toBe('#/rollouts/r-web');
    await userEvent.keyboard('gh');
    await expect.poll(() => window.location.hash).toBe('#/');
  });

  test('R2.7 starts a rollout on the chosen targets', async () => {
    const bridge = openApp('/');
    await page.getByRole('button', { name: 'New rollout' }).click();
    await page.getByPlaceholder('such as 1.2.4').fill('1.2.4');
    await page.getByPlaceholder('Choose a plan').click();
    await page.getByRole('option', { name: 'pwa-canary', exact: false }).click();
    await page.getByRole('checkbox', { name: 'Mobile', exact: false }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('Fixes the sign-in page');
    await page.getByRole('button', { name: 'Start the rollout' }).click();
    await expect
      .poll(() => bridge.seenOf('rollouts.start').map((call) => call.input))
      .toEqual([
        {
          applicationId: 'pryde',
          version: '1.2.4',
          plan: 'pwa-canary',
          targetIds: ['t-web', 't-desktop'],
          reason: 'Fixes the sign-in page',
        },
      ]);
  });

  test('R6.3 shows the practice network as the fleet has it, also after somebody else switched it', async () => {
    const bridge = createFakeBridge();
    let up = false;
    bridge.answer('fleet.status', () => ({ ...status, practice: true }));
    bridge.answer('practice.state', () => ({ networkUp: up }));
    openApp('/', { bridge });
    const network = page.getByRole('switch', { name: 'Network' });
    await expect.element(network).not.toBeChecked();
    up = true;
    bridge.push({ table: 'reload', what: 'practice' });
    await expect.element(network).toBeChecked();
  });

  test('R6.3 offers scenarios and the network cut on the practice fleet only', async () => {
    const bridge = openApp('/');
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    expect(page.getByRole('button', { name: 'Play a scenario' }).query()).toBeNull();
    bridge.push({ table: 'status', row: { ...status, practice: true } });
    await page.getByRole('button', { name: 'Play a scenario' }).click();
    await page.getByRole('menuitem', { name: 'A source goes silent', exact: false }).click();
    await expect.poll(() => bridge.seenOf('practice.play').map((call) => call.input)).toEqual([{ scenario: 'blind-source' }]);
    await page.getByRole('switch', { name: 'Network' }).click({ force: true });
    await expect.poll(() => bridge.seenOf('practice.network').map((call) => call.input)).toEqual([{ up: false }]);
  });

  test('R6.1 lets a viewer look but not press', async () => {
    const bridge = createFakeBridge();
    bridge.answer('fleet.status', () => ({ ...status, role: 'viewer' }));
    openApp('/', { bridge });
    await expect.element(page.getByRole('button', { name: 'Contain 1.2.3…' })).toBeDisabled();
    await expect.element(page.getByRole('button', { name: 'New rollout' })).toBeDisabled();
  });

  test.each(['light', 'dark'] as const)('design 6 has no serious accessibility violation in %s', async (scheme) => {
    const bridge = createFakeBridge();
    bridge.answer('system.settings', async () => ({ ...(await import('../support/fixture/records.ts')).settings, theme: scheme }));
    openApp('/', { bridge });
    await expect.element(page.getByText('thin 31/50')).toBeVisible();
    await expect.poll(() => document.documentElement.dataset['mantineColorScheme']).toBe(scheme);
    await expectAccessible();
  });
});
