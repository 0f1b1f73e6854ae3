import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessible, openApp } from '../support/open-app.tsx';

describe('First start', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R6.1 offers the practice fleet first and starts it with one press', async () => {
    const bridge = openApp('/', { needsSetup: true });
    await expect.element(page.getByRole('radio', { name: 'Practice fleet' })).toBeChecked();
    await expectAccessible();
    await page.getByRole('button', { name: 'Start practising' }).click();
    await expect.poll(() => bridge.seenOf('system.setup')[0]?.input).toEqual({ choice: 'practice' });
  });

  test('R6.1 leads to connections when someone connects their own', async () => {
    const bridge = openApp('/', { needsSetup: true });
    await page.getByText('Connect your own').click();
    await page.getByRole('button', { name: 'Go to connections' }).click();
    await expect.poll(() => bridge.seenOf('system.setup')[0]?.input).toEqual({ choice: 'own' });
    await expect.poll(() => window.location.hash).toBe('#/connections');
  });

  test('design 6 opens the help sheet with every key and mark', async () => {
    openApp('/incidents');
    await expect.element(page.getByText('1 open, 4 in all')).toBeVisible();
    await userEvent.keyboard('?');
    const sheet = page.getByRole('dialog', { name: 'Keys and marks' });
    await expect.element(sheet).toMatchTextContent(/Go to Audit/);
    await expect.element(sheet).toMatchTextContent(/the source is silent: holds, no opinion/);
    await expectAccessible();
    await userEvent.keyboard('{Escape}');
    await expect.element(sheet).not.toBeInTheDocument();
  });
});

describe('Command palette', () => {
  async function run(words: string, name: RegExp): Promise<void> {
    await page.getByRole('button', { name: /Search or run a command/ }).click();
    await page.getByRole('textbox', { name: 'Search or run a command' }).fill(words);
    await page.getByRole('button', { name }).click();
  }

  test('design 6 verifies the audit from anywhere', async () => {
    const bridge = openApp('/incidents');
    await run('verify', /Verify the audit chain/);
    await expect.poll(() => bridge.seenOf('audit.verify')).toHaveLength(1);
    expect(window.location.hash).toBe('#/audit');
  });

  test('R6.3 holds a release and opens the one confirmation to contain it', async () => {
    const bridge = openApp('/incidents');
    await expect.poll(() => bridge.seenOf('fleet.home')).not.toHaveLength(0);
    await run('hold pryde', /^Hold Pryde 1.2.3/);
    await expect.poll(() => bridge.seenOf('rollouts.hold').length).toBeGreaterThan(0);
    await run('contain pryde', /^Contain Pryde 1.2.3/);
    const dialog = page.getByRole('dialog', { name: 'Roll back Pryde 1.2.3' });
    await expect.element(dialog).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
  });

  test('design 2.6 offers a viewer neither hold nor backup', async () => {
    openApp('/incidents', { role: 'viewer' });
    await page.getByRole('button', { name: /Search or run a command/ }).click();
    await page.getByRole('textbox', { name: 'Search or run a command' }).fill('pryde');
    await expect.element(page.getByRole('button', { name: /^Open Pryde 1.2.3 Web/ })).toBeVisible();
    expect(page.getByRole('button', { name: /^Hold/ }).elements()).toEqual([]);
    await userEvent.keyboard('{Escape}');
  });

  test('R6.1 plays a scenario on the practice fleet', async () => {
    const bridge = openApp('/incidents', { practice: true });
    await expect.poll(() => bridge.seenOf('practice.scenarios')).not.toHaveLength(0);
    await run('good release', /Play: A good release/);
    await expect.poll(() => bridge.seenOf('practice.play')[0]?.input).toEqual({ scenario: 'good-release' });
  });
});
