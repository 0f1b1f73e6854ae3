import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './test/support/chromium.mjs';

const file = (path: string): string => resolve(import.meta.dirname, path);

const node = {
  environment: 'node' as const,
  setupFiles: ['test/support/unit-setup.ts'],
  env: { TZ: 'UTC' },
  // A limit for what hangs, not a promise about speed: machines differ.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  restoreMocks: true,
};
/** Files that change what a whole process has, start processes of their own, or take long: each gets a worker to itself. */
const alone = [
  ...['drill', 'launch', 'support'].map((area) => `test/${area}/**/*.test.ts`),
  // Modules are replaced in these.
  'test/desktop-close.test.ts',
  'test/desktop/vault.test.ts',
  'test/store/full-disk.test.ts',
];

/** The React that people get: the one for development takes half as long again. */
const productionReact: Plugin = {
  name: 'tidegate:production-react',
  config: () => ({
    oxc: { jsx: { development: false } },
    optimizeDeps: { rolldownOptions: { transform: { define: { 'process.env.NODE_ENV': '"production"' } } } },
  }),
};

export default defineConfig({
  test: {
    // Half of the time is waited for processes and pages, so more than a worker for each processor is kept busy.
    maxWorkers: 3,
    coverage: { provider: 'v8', include: ['main/**/*.ts', 'preload/**/*.ts', 'renderer/**/*.{ts,tsx}'] },
    projects: [
      {
        resolve: { alias: { electron: file('test/support/no-electron.ts') } },
        test: {
          ...node,
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/**/*.browser.test.*', ...alone],
          // A worker that has loaded the console once keeps it for the next file: half of the time goes into loading.
          isolate: false,
        },
      },
      {
        resolve: { alias: { electron: file('test/support/no-electron.ts') } },
        test: {
          ...node,
          name: 'node-alone',
          maxConcurrency: 3,
          include: alone,
          exclude: ['test/**/*.browser.test.*'],
        },
      },
      {
        plugins: [react(), productionReact],
        define: { 'process.env.NODE_ENV': '"production"' },
        // Listed so that the first run does not reload the page when it meets them one by one.
        optimizeDeps: {
          include: [
            '@codemirror/autocomplete',
            '@codemirror/commands',
            '@codemirror/lang-yaml',
            '@codemirror/language',
            '@codemirror/lint',
            '@codemirror/merge',
            '@codemirror/search',
            '@codemirror/state',
            '@codemirror/view',
            '@lezer/highlight',
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            '@mantine/core',
            '@mantine/hooks',
            '@mantine/notifications',
            '@mantine/spotlight',
            '@tabler/icons-react',
            '@tanstack/react-table',
            '@tanstack/react-virtual',
            'axe-core',
            'dayjs',
            'eventsource-parser',
            'recharts',
            'zod',
            'zustand',
          ],
        },
        test: {
          name: 'browser',
          // A page that has loaded the renderer once keeps it for the next file.
          isolate: false,
          // After the others, by when the end-to-end specs are done: two pages keep both processors busy.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          include: ['test/**/*.browser.test.tsx'],
          testTimeout: 60_000,
          expect: { poll: { timeout: 8_000 } },
          restoreMocks: true,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1280, height: 800 },
            provider: playwright({
              launchOptions: await chromiumLaunch(),
              contextOptions: { locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
