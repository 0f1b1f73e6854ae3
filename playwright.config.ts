import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './test/support/chromium.mjs';

export default defineConfig({
  testDir: 'test/e2e',
  // The stand-in host proves itself, and shows what an app asks of the desktop, only where it is in use.
  testIgnore: process.env['TIDEGATE_E2E'] === 'electron' ? ['stand-in-host.spec.ts', 'observed-desktop.spec.ts'] : [],
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  // The specs mostly wait for a rollout to pass its stages.
  workers: 2,
  reporter: 'list',
  use: {
    launchOptions: await chromiumLaunch(),
    // The steps of a spec that failed, without pictures: taking those costs a third of the time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
  },
});
