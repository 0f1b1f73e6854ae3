import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type * as Electron from 'electron';
import { Desktop } from '../support/host/desktop.ts';
import { StandIn } from '../support/host/stand-in.ts';
import { expect, test as base } from './fixtures.ts';

interface Sample {
  invoke(channel: string, value?: unknown): Promise<unknown>;
  count(): void;
  onNumber(listener: (number: number) => void): () => void;
}

declare global {
  interface Window {
    sample: Sample;
  }
}

const main = join(import.meta.dirname, '../support/host/sample-app/main.mjs');

const test = base.extend<{ host: StandIn; page: Page; sampleDesktop: Desktop }>({
  host: async ({ browser, userData }, use) => {
    const host = await StandIn.launch(browser, { main, userData });
    await use(host);
    await host.close();
  },
  page: async ({ host }, use) => {
    await use(await host.firstWindow());
  },
  sampleDesktop: async ({ host }, use) => {
    await use(new Desktop(host, true));
  },
});

const seen = (page: Page): Promise<unknown> => page.evaluate(() => window.sample.invoke('seen'));

test('R6.1 carries calls, copies and errors between page and main', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Sample' })).toBeVisible();
  const value = { text: 'a', list: [1, null], when: new Date(5) };
  const answer = await page.evaluate((given) => window.sample.invoke('echo', given), value);
  expect(answer).toEqual({ value, from: 'index.html' });
  await expect(page.evaluate(() => window.sample.invoke('fail'))).rejects.toThrow(
    "Error invoking remote method 'fail': TypeError: no such thing",
  );
  await expect(page.evaluate(() => window.sample.invoke('nobody'))).rejects.toThrow("No handler registered for 'nobody'");
  await expect(page.evaluate(() => window.sample.invoke('echo', () => 1))).rejects.toThrow(/could not be cloned/);
});

test('R6.1 delivers pushes of main in their order', async ({ page }) => {
  const numbers = await page.evaluate(async () => {
    const list: number[] = [];
    await new Promise<void>((done) => {
      window.sample.onNumber((number) => {
        list.push(number);
        if (list.length === 50) done();
      });
      window.sample.count();
    });
    return list;
  });
  expect(numbers).toEqual(Array.from({ length: 50 }, (_value, index) => index + 1));
});

test('design 5 leaves no Node, no channel and no changeable object in the page', async ({ page }) => {
  const found = await page.evaluate(() => ({
    require: 'require' in globalThis,
    process: 'process' in globalThis,
    channel: '__tidegateInvoke' in globalThis,
    frozen: Object.isFrozen(window.sample),
  }));
  expect(found).toEqual({ require: false, process: false, channel: false, frozen: true });
});

test('design 5 asks main before a page leaves or opens another', async ({ page, sampleDesktop }) => {
  const address = page.url();
  await page.getByRole('link', { name: 'Away' }).click();
  await page.getByRole('link', { name: 'New window' }).click();
  await expect
    .poll(() => sampleDesktop.calls('shell.openExternal'))
    .toEqual([{ name: 'shell.openExternal', args: ['https://example.org/new'] }]);
  expect(page.url()).toBe(address);
});

test('design 6 shows and moves the desktop around the app', async ({ page, sampleDesktop: desktop }) => {
  expect(await desktop.tray()).toEqual({ toolTip: 'calm', image: 'grey.png' });
  expect(await desktop.notifications()).toEqual([{ title: 'Held', body: 'Error rate 2 %' }]);
  expect(await desktop.menuLabels()).toEqual(['Go', 'Go > Audit']);
  await desktop.clickTray();
  await desktop.clickNotification(0);
  await desktop.clickNotification(0, 1);
  await desktop.clickMenu('go');
  await desktop.suspend();
  await desktop.resume();
  await desktop.secondInstance(['tidegate://rollout/a']);
  await desktop.openUrl('tidegate://rollout/b');
  expect(await seen(page)).toEqual([
    'tray',
    'notification',
    'action 1',
    'menu',
    'suspend',
    'resume',
    'second tidegate://rollout/a',
    'open tidegate://rollout/b',
  ]);
  expect(await page.evaluate(() => window.sample.invoke('seal', 'secret'))).toBe('secret');
});

test('R6.1 keeps what main says about its windows', async ({ host, page }) => {
  const windows = await host.evaluate((electron: typeof Electron) =>
    electron.BrowserWindow.getAllWindows().map((window) => ({ visible: window.isVisible(), width: window.getBounds().width })),
  );
  expect(windows).toEqual([{ visible: true, width: 900 }]);
  expect(page.viewportSize()).toEqual({ width: 900, height: 500 });
  expect(await host.closeWindow(page)).toBe(true);
});

test('R6.1 fails a spec with the error output of a main that crashes', async ({ browser, userData }) => {
  const host = await StandIn.launch(browser, { main, userData, env: { SAMPLE_CRASH: '1' } });
  await expect(host.firstWindow()).rejects.toThrow('the sample crashes at start');
  await expect(host.close()).rejects.toThrow('ended by itself');
});
