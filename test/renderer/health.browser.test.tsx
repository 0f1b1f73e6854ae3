import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { useHealthFilter } from '../../renderer/stores/health.ts';
import { now } from '../support/fixture/fleet.ts';
import { healthOverview } from '../support/fixture/health.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const calls = ['health.overview', 'health.panels', 'health.compare', 'health.clusters'] as const;

describe('Health', () => {
  beforeEach(async () => {
    useHealthFilter.getState().change({ applicationId: null, surface: null, version: null, range: '1h' });
    await page.viewport(1280, 800);
  });

  test('R5.4 shows the state in words with its reasons, the versions with their share, and what was taken back', async () => {
    openApp('/health', { role: 'viewer' });
    const overall = page.getByRole('region', { name: 'Overall health' });
    await expect.element(overall).toMatchTextContent(/Something needs watching/);
    await expect.element(overall.getByRole('link', { name: /error rate 2\.4\s%/ })).toHaveAttribute('href', '#/rollouts/r-web');
    const versions = page.getByRole('region', { name: 'Active versions' });
    await expect.element(versions.getByRole('row').nth(1)).toMatchTextContent(/1\.2\.3 canary.*10\s%.*4,180.*yellow/);
    await expect.element(versions.getByRole('row').nth(2)).toMatchTextContent(/1\.2\.2 stable.*90\s%.*not judged/);
    await expect.element(page.getByRole('region', { name: 'Rollbacks' })).toMatchTextContent(/Pryde 1\.2\.1 → 1\.2\.0.*by Tidegate/);
    await expectAccessible();
  });

  test('R5.4 says since when it cannot see, and shows no green', async () => {
    const reason = { what: 'source', kind: 'blind', text: 'practice-metrics does not answer', rolloutId: null, since: now } as const;
    const overall = { kind: 'blind', words: 'Not everything can be seen', blindSince: now - 240_000, reasons: [reason] } as const;
    openApp('/health', {
      prepare: (fake) =>
        fake.answer('health.overview', () => ({ ...healthOverview, overall: { ...overall, reasons: [...overall.reasons] } })),
    });
    const shown = page.getByRole('region', { name: 'Overall health' });
    await expect.element(shown).toMatchTextContent(/Not everything can be seen.*Can.t see since/);
    expect(shown.element().querySelector('[data-verdict="green"]')).toBeNull();
    await expectAccessible();
  });

  test('R3.5 draws each metric with its newest value, its alert lines in words and how it stands', async () => {
    openApp('/health');
    const group = page.getByRole('region', { name: 'Pryde · Pryde web' });
    await expect
      .element(group.getByRole('img', { name: 'Error rate of 1.2.3 over time, yellow > 2 %, red > 5 %, emergency > 20 %' }))
      .toBeVisible();
    await expect.element(group).toMatchTextContent(/Sign-in success.*blind/);
    await expect.element(group).toMatchTextContent(/Safe-mode activations.*no alert line.*No reading in this time/);
  });

  test('R5.4 compares two versions, names the better one first, and lets other two be picked', async () => {
    const bridge = openApp('/health');
    const card = page.getByRole('region', { name: 'Compare two versions of Pryde' });
    await expect.element(card).toMatchTextContent(/1\.2\.2 is better in 1 of 3, 1\.2\.3 in none; 2 without a clear difference/);
    await expect
      .element(card.getByRole('row').nth(1))
      .toMatchTextContent(/Error rate.*1\.2\.2Better by 1\.4 to 2\.6 points, 99\.9\s% sure/);
    await card.getByRole('combobox', { name: 'Compared with' }).click();
    await page.getByRole('option', { name: '1.2.1' }).click();
    await expect.poll(() => bridge.seenOf('health.compare').at(-1)?.input).toMatchObject({ a: '1.2.3', b: '1.2.1' });
  });

  test('R5.6 lists errors by cause with counts per version, what recurs, and a hint', async () => {
    openApp('/health');
    const card = page.getByRole('region', { name: 'Errors by cause' });
    await expect.element(card).toMatchTextContent(/2 causes, 1 new/);
    await expect
      .element(card.getByRole('row').nth(1))
      .toMatchTextContent(/TypeError Cannot read.*at SessionPanel\.render.*A value is missing.*new.*312/);
    await expect.element(card.getByRole('row').nth(2)).toMatchTextContent(/1\.2\.3 9.*1\.2\.2 32.*recurring/);
    await expect.element(card).toMatchTextContent(/and 17 errors, not listed one by one/);
  });

  test('R5.4 asks everything again for another platform, version or time', async () => {
    const bridge = openApp('/health');
    await expect.element(page.getByRole('region', { name: 'Active versions' })).toBeVisible();
    await page.getByText('Mobile', { exact: true }).click();
    await page.getByText('24 h', { exact: true }).click();
    for (const name of calls) await expect.poll(() => bridge.seenOf(name).at(-1)?.input).toMatchObject({ surface: 'mobile', range: '24h' });
  });

  test('R5.4 shows what is loading, what is empty and what could not be asked, card by card', async () => {
    openApp('/health', { prepare: (fake) => calls.forEach((name) => fake.hang(name)) });
    for (const name of ['health', 'comparison', 'metrics', 'errors'])
      await expect.element(page.getByRole('status', { name: `Loading ${name}` })).toBeVisible();
    await expectAccessible();
    openApp('/health', { prepare: (fake) => calls.forEach((name) => fake.refuse(name, { code: 'internal', message: `No ${name}.` })) });
    for (const name of calls) await expect.element(page.getByText(`No ${name}.`)).toBeVisible();
    await expectAccessible();
  });

  test('R5.4 says what will stand here while nothing was rolled out yet', async () => {
    openApp('/health', {
      prepare(fake) {
        const overall = { kind: 'idle', words: 'Nothing is rolling out', blindSince: null, reasons: [] } as const;
        fake.answer('health.overview', () => ({ ...healthOverview, overall: { ...overall, reasons: [] }, active: [], rollbacks: [] }));
        fake.answer('health.panels', () => ({ from: 0, to: 1, panels: [] }));
        fake.answer('health.compare', () => ({ applicationId: null, applicationName: '', a: null, b: null, versions: [], rows: [] }));
        fake.answer('health.clusters', () => ({ rows: [], more: { clusters: 0, errors: 0 } }));
      },
    });
    for (const text of [
      'No version is known here',
      'Nothing was taken back',
      'There is nothing to compare yet',
      'Nothing was measured in this time',
      'No error was reported in this time',
    ])
      await expect.element(page.getByText(text)).toBeVisible();
    await expectAccessible();
  });

  test('R5.4 is reached from the rail and by its keys', async () => {
    openApp('/');
    await expect.element(page.getByRole('link', { name: 'Health' })).toBeVisible();
    await userEvent.keyboard('gd');
    await expect.element(page.getByRole('region', { name: 'Overall health' })).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Health' })).toHaveAttribute('aria-current', 'page');
  });
});
