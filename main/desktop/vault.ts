import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { Vault } from '../commands/world.ts';
import { replaceFile } from '../store/replace-file.ts';
import { fileVault } from '../workspace.ts';

const Sealed = z.record(z.string(), z.string());

/** Secrets sealed by the desktop's own keyring; where it has none, the encrypted file of the headless console. */
export function desktopVault(folder: string): Vault {
  if (!safeStorage.isEncryptionAvailable()) return fileVault(folder);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'vault-desktop.json');
  let sealed = new Map(Object.entries(existsSync(file) ? Sealed.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}));
  // What is remembered changes only once it is on disk.
  const keep = (next: Map<string, string>): void => {
    replaceFile(file, Buffer.from(JSON.stringify(Object.fromEntries(next))));
    sealed = next;
  };
  return {
    get(id) {
      const value = sealed.get(id);
      return value === undefined ? null : safeStorage.decryptString(Buffer.from(value, 'base64'));
    },
    set(id, value) {
      keep(new Map(sealed).set(id, safeStorage.encryptString(value).toString('base64')));
    },
    remove(id) {
      if (sealed.has(id)) keep(new Map([...sealed].filter(([other]) => other !== id)));
    },
    ids: () => [...sealed.keys()],
    kind: 'the keyring of this desktop',
  };
}
