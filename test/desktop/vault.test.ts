import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { desktopVault } from '../../main/desktop/vault.ts';
import { temporaryFolder } from '../support/store-samples.ts';

vi.mock('electron', () => ({
  safeStorage: {
    isEncryptionAvailable: () => true,
    encryptString: (text: string) => Buffer.from(`sealed ${text}`),
    decryptString: (sealed: Buffer) => sealed.toString().replace('sealed ', ''),
  },
}));

test('R1.9 remembers no secret that could not be written, nor forgets one', () => {
  const folder = temporaryFolder();
  const vault = desktopVault(folder);
  vault.set('hook/h-1/secret', 'before');
  // A folder where the file is to be written first.
  mkdirSync(join(folder, 'vault-desktop.json.new', 'full'), { recursive: true });
  expect(() => vault.set('hook/h-1/secret', 'after')).toThrow('EISDIR');
  expect(() => vault.remove('hook/h-1/secret')).toThrow('EISDIR');
  expect([vault.get('hook/h-1/secret'), vault.ids()]).toEqual(['before', ['hook/h-1/secret']]);
  rmdirSync(join(folder, 'vault-desktop.json.new', 'full'));
  rmdirSync(join(folder, 'vault-desktop.json.new'));
  vault.set('hook/h-1/secret', 'after');
  expect(desktopVault(folder).get('hook/h-1/secret')).toBe('after');
  expect(readdirSync(folder)).toEqual(['vault-desktop.json']);
});
