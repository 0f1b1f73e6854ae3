import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fusesOf, makeFakeElectron } from '../support/fake-electron.ts';
import { root } from '../support/repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-package-'));
const unpacked = join(folder, 'dist', 'linux-unpacked');
const archive = join(unpacked, 'resources', 'app.asar');
const require = createRequire(import.meta.url);
let packed: string[] = [];

function run(script: string, args: readonly string[]): void {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000 });
}

beforeAll(async () => {
  if (!existsSync(join(root, 'out/renderer/index.html'))) run(join(root, 'node_modules/vite/bin/vite.js'), ['build', '--app']);
  const electron = join(folder, 'electron');
  const manifest: unknown = require('electron/package.json');
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
  await makeFakeElectron(electron, version);
  run(require.resolve('electron-builder/cli.js'), [
    '--linux',
    '--x64',
    '--dir',
    `-c.electronDist=${electron}`,
    `-c.directories.output=${join(folder, 'dist')}`,
    '--publish=never',
  ]);
  packed = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/').replace(/^\//, ''));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('R6.1 a packaged Tidegate', () => {
  test('R6.1 holds the built app, its resources and the one package that is not bundled', () => {
    for (const file of [
      'package.json',
      'LICENSE',
      'out/main/app.js',
      'out/main/headless.js',
      'out/main/cli.js',
      'out/main/read-worker.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'resources/icons/tray-green.png',
      'resources/icons/tray-green@2x.png',
      'resources/plans/practice.yaml',
      'node_modules/better-sqlite3/lib/index.js',
    ]) {
      expect(packed).toContain(file);
    }
  });

  test('R6.1 leaves out sources, tests, tools and native builds for other systems', () => {
    const stray = packed.filter((file) =>
      /^(main|preload|renderer|test|resources\/launch|\.ci)(\/|$)|\.map$|better-sqlite3\/(deps|src)\/|prebuilds\/(darwin|win32|linuxmusl)-|\.ts$|\.env/.test(
        file,
      ),
    );
    expect(stray).toEqual([]);
    const packages = new Set(packed.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/@]+)$/.exec(file)?.[1] ?? []));
    expect([...packages]).toEqual(['better-sqlite3']);
  });

  test('R6.1 keeps the native module outside the archive, where it can be loaded', () => {
    const native = readdirSync(join(unpacked, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds'));
    expect(native).toContain('linux-x64.node');
    expect(native.filter((file) => !file.startsWith('linux-'))).toEqual([]);
  });

  test('design 5 has its fuses set in the binary', () => {
    expect(fusesOf(readFileSync(join(unpacked, 'tidegate')))).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: true,
    });
  });

  test('R6.4 knows where its updates come from', () => {
    const update: unknown = parse(readFileSync(join(unpacked, 'resources/app-update.yml'), 'utf8'));
    expect(update).toMatchObject({ provider: 'generic', url: expect.stringContaining('tidegate'), channel: 'latest' });
  });

  test('design 5 has a preload that loads nothing but electron', () => {
    const preload = extractFile(archive, 'out/preload/index.cjs').toString();
    const required = [...preload.matchAll(/\brequire\(([^)]*)\)/g)].map((match) => match[1]);
    expect(new Set(required)).toEqual(new Set(['"electron"']));
    expect(preload).not.toMatch(/\bimport\(/);
  });
});
