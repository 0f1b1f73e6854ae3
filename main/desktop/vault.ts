import { readFileSync, renameSync, writeFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { Vault } from '../commands/world.ts';
import { fileVault } from '../workspace.ts';

const Sealed = z.record(z.string(), z.string());

/** Secrets sealed by the desktop's own keyring; where it has none, the encrypted file of the headless console. */
export function desktopVault(folder: string): Vault {
  if (!safeStorage.isEncryptionAvailable()) return fileVault(folder);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'vault-desktop.json');
  const sealed = new Map(Object.entries(existsSync(file) ? Sealed.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}));
  const keep = (): void => {
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(sealed)), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    get(id) {
      const value = sealed.get(id);
      return value === undefined ? null : safeStorage.decryptString(Buffer.from(value, 'base64'));
    },
    set(id, value) {
      sealed.set(id, safeStorage.encryptString(value).toString('base64'));
      keep();
    },
    remove(id) {
      sealed.delete(id);
      keep();
    },
    ids: () => [...sealed.keys()],
    kind: 'the keyring of this desktop',
  };
}
