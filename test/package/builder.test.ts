import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { read } from '../support/repository.ts';

const require = createRequire(import.meta.url);

const Validator = z.object({ validateConfiguration: z.function({ input: [z.unknown(), z.unknown()], output: z.promise(z.unknown()) }) });
const Config = z.looseObject({
  electronVersion: z.string(),
  files: z.array(z.string()),
  electronFuses: z.record(z.string(), z.boolean()),
  linux: z.looseObject({ files: z.array(z.string()), target: z.array(z.string()), icon: z.string() }),
  mac: z.looseObject({ files: z.array(z.string()), target: z.array(z.string()), icon: z.string() }),
  win: z.looseObject({ files: z.array(z.string()), target: z.array(z.string()), icon: z.string() }),
});

const raw: unknown = parse(read('electron-builder.yml'));
const config = Config.parse(raw);

async function validate(candidate: unknown): Promise<void> {
  const builder: unknown = require('app-builder-lib/out/util/config/config.js');
  const { validateConfiguration } = Validator.parse(builder);
  const { DebugLogger } = z.object({ DebugLogger: z.custom<new (enabled: boolean) => object>() }).parse(require('builder-util'));
  await validateConfiguration(candidate, new DebugLogger(false));
}

describe('R6.1 electron-builder.yml', () => {
  test('R6.1 is accepted by electron-builder, and a misspelt key is not', async () => {
    await expect(validate(structuredClone(raw))).resolves.not.toThrow();
    await expect(validate({ ...config, asarUnpak: [] })).rejects.toThrow(/asarUnpak/);
  });

  test('R6.1 packages the Electron version that is installed', () => {
    const manifest = z.object({ devDependencies: z.object({ electron: z.string() }) }).parse(JSON.parse(read('package.json')));
    expect(config.electronVersion).toBe(manifest.devDependencies.electron);
  });

  test('R6.1 begins every list of files with what is wanted', () => {
    for (const list of [config.files, config.linux.files, config.mac.files, config.win.files]) expect(list[0]).toBe('out/**');
  });

  test('R6.1 makes installers for Windows, macOS and Linux with an icon', () => {
    expect([config.win.target, config.mac.target, config.linux.target]).toEqual([['nsis'], ['dmg', 'zip'], ['AppImage', 'deb', 'tar.gz']]);
    for (const system of [config.win, config.mac, config.linux]) expect(read(system.icon).length).toBeGreaterThan(0);
  });

  test('design 5 closes every door of the runtime that Tidegate does not use', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: true,
    });
  });
});
