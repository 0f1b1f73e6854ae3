import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const file = (path: string): string => resolve(import.meta.dirname, path);

/** The Chromium and Node of the Electron version in package.json. */
const chromium = 'chrome156';
const node = 'node24';

/** `vite build --app`: main (ESM, everything bundled but native code), preload (one CommonJS file) and renderer. */
export default defineConfig({
  root: file('renderer'),
  base: './',
  plugins: [react()],
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload', 'client']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
  environments: {
    main: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        target: node,
        outDir: file('out/main'),
        emptyOutDir: true,
        minify: false,
        rolldownOptions: {
          input: {
            app: file('main/app.ts'),
            headless: file('main/headless.ts'),
            cli: file('main/cli.ts'),
            'read-worker': file('main/store/read-worker.ts'),
          },
          external: ['electron', 'better-sqlite3', ...builtinModules, /^node:/],
          // Flat, so that a path relative to any file is the same for all: ../../resources, ./read-worker.js.
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'client',
      build: {
        target: chromium,
        outDir: file('out/preload'),
        emptyOutDir: true,
        minify: false,
        // A sandboxed preload cannot load another file.
        rolldownOptions: {
          input: { index: file('preload/index.ts') },
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
        },
      },
    },
    client: {
      build: { target: chromium, outDir: file('out/renderer'), emptyOutDir: true, chunkSizeWarningLimit: 2_000 },
    },
  },
});
