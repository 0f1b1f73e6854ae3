import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Marks the fuses inside an Electron binary; after it come a version, a length and one byte per fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

/** A folder with just enough of an unpacked Electron for Linux to be packaged: no runtime, but real fuses and a real archive. */
export async function makeFakeElectron(folder: string, version: string): Promise<void> {
  const app = join(folder, 'default-app');
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(app);
  writeFileSync(join(app, 'main.js'), '');
  await createPackage(app, join(folder, 'resources', 'default_app.asar'));
  // As Electron ships: everything on but cookie encryption, asar integrity, asar only and the snapshot.
  const wire = Buffer.concat([
    Buffer.from('fake electron '),
    Buffer.from(sentinel),
    Buffer.from([1, fuseNames.length]),
    Buffer.from('10110001'),
  ]);
  writeFileSync(join(folder, 'electron'), wire, { mode: 0o755 });
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  writeFileSync(join(folder, 'LICENSE'), '');
}

/** The fuses of a packaged binary, by the names that electron-builder.yml uses. */
export function fusesOf(binary: Buffer): Record<string, boolean> {
  const start = binary.indexOf(sentinel) + sentinel.length + 2;
  return Object.fromEntries(fuseNames.map((name, index) => [name, binary[start + index] === '1'.charCodeAt(0)]));
}
