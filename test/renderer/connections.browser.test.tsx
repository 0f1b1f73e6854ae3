import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { expectAccessible, openApp } from '../support/open-app.tsx';

describe('Connections', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R6.1 says what to connect first while nothing is connected', async () => {
    openApp('/connections', { prepare: (fake) => fake.answer('connections.list', () => []) });
    await expect.element(page.getByText('Nothing is connected yet')).toBeVisible();
  });

  test('R6.1 groups connections by kind and says who uses them and since when one is silent', async () => {
    openApp('/connections');
    await expect.element(page.getByRole('region', { name: 'Platforms' })).toMatchTextContent(/used by Pryde Desktop, Harbor Desktop/);
    await expect.element(page.getByRole('region', { name: 'Metrics' })).toMatchTextContent(/no answer, since 4.min ago/);
    await expect.element(page.getByRole('region', { name: 'Notices' })).toMatchTextContent(/not asked yet/);
    await expectAccessible();
  });

  test('design 2.7 tests a connection and names the missing right', async () => {
    const bridge = openApp('/connections', { role: 'operator' });
    await page.getByRole('button', { name: 'Test Pryde desktop' }).click();
    const result = page.getByRole('status', { name: 'Test of Pryde desktop' });
    await expect.element(result).toMatchTextContent(/One right is missing/);
    await expect.element(result).toMatchTextContent(/missingEdit releasesThe token lacks contents: write/);
    await expect.element(result).toMatchTextContent(/unknownRate limit/);
    expect(bridge.seenOf('connections.test')[0]?.input).toEqual({ connectionId: 'c2' });
    await expect.element(page.getByRole('button', { name: 'Add connection' })).toBeDisabled();
    await expectAccessible();
  });

  test('design 5 keeps a stored secret when its input stays empty', async () => {
    const bridge = openApp('/connections');
    await page.getByRole('button', { name: 'Change Pryde desktop' }).click();
    const form = page.getByRole('dialog');
    await expect.element(form.getByRole('textbox', { name: 'Repository' })).toHaveValue('hatchworks/pryde-desktop');
    await expect.element(form.getByPlaceholder('Stored; leave empty to keep it')).toHaveValue('');
    await expectAccessible();
    await form.getByRole('button', { name: 'Save and test' }).click();
    await expect.poll(() => bridge.seenOf('connections.save')).toHaveLength(1);
    expect(bridge.seenOf('connections.save')[0]?.input).toEqual({
      id: 'c2',
      adapter: 'github-releases',
      name: 'Pryde desktop',
      settings: { repository: 'hatchworks/pryde-desktop', apiUrl: 'https://api.github.com' },
    });
    await expect.poll(() => bridge.seenOf('connections.test')).toHaveLength(1);
  });

  test('R6.1 draws the form of a chosen adapter and puts each fault at its field', async () => {
    const bridge = openApp('/connections');
    bridge.refuse('connections.save', {
      code: 'refused',
      message: 'It was not saved.',
      fields: { repository: 'Owner and name, such as team/app' },
    });
    await page.getByRole('button', { name: 'Add connection' }).click();
    await page.getByRole('button', { name: 'GitHub Releases' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Save and test' }).click();
    await expect.element(form.getByText('Repository is needed')).toBeVisible();
    await expect.element(form.getByText('Token is needed')).toBeVisible();
    expect(bridge.seenOf('connections.save')).toEqual([]);
    await form.getByRole('textbox', { name: 'Repository' }).fill('app');
    await form.getByLabelText(/^Token/).fill('secret');
    await form.getByRole('button', { name: 'Save and test' }).click();
    await expect.element(form.getByText('Owner and name, such as team/app')).toBeVisible();
    await expect.element(form.getByText(/It was not saved\./)).toBeVisible();
    await expectAccessible();
  });

  test('R6.1 removes a connection with a reason', async () => {
    const bridge = openApp('/connections');
    await page.getByRole('button', { name: 'Remove Play console' }).click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/It is used by Pryde Mobile/);
    await page.getByRole('textbox', { name: /Reason/ }).fill('Moved away');
    await page.getByRole('button', { name: 'Remove connection' }).click();
    await expect.poll(() => bridge.seenOf('connections.remove')[0]?.input).toEqual({ connectionId: 'c3', reason: 'Moved away' });
  });

  test('R6.1 adds a target with the fields of its platform', async () => {
    const bridge = openApp('/connections?tab=applications');
    await page.getByRole('button', { name: 'Add target to Pryde' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: /^Name/ }).fill('Web beta');
    await form.getByRole('textbox', { name: 'Population' }).fill('1200');
    await form.getByRole('button', { name: 'Add target' }).click();
    await expect
      .poll(() => bridge.seenOf('fleet.saveTarget')[0]?.input)
      .toEqual({
        id: null,
        applicationId: 'pryde',
        connectionId: 'c1',
        name: 'Web beta',
        channel: 'stable',
        settings: { channels: 'alpha=10,beta=50,live=100' },
        population: 1200,
      });
    await expectAccessible();
  });
});
