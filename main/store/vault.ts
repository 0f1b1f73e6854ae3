import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';
import type { VaultKey } from './vault-key.ts';

export { type VaultKey, vaultKey } from './vault-key.ts';

/** Secrets on a machine without a desktop keyring: one encrypted file. */
export interface FileVault {
  get(id: string): string | null;
  set(id: string, value: string): void;
  remove(id: string): void;
  ids(): string[];
  /** What protects it, in words. */
  readonly kind: string;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const Content = z.record(z.string(), z.string());

function seal(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function unseal(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
}

function readSecrets(file: string, key: VaultKey): Map<string, string> {
  if (!existsSync(file)) return new Map();
  const sealed = readFileSync(file);
  try {
    return new Map(Object.entries(Content.parse(JSON.parse(unseal(key.bytes, sealed)))));
  } catch (error) {
    throw new Error(
      `The secrets in ${file} cannot be opened with ${key.from}: it is another key, or the file was changed. Set TIDEGATE_VAULT_KEY to the key they were written with, or move the file away and type the secrets again in Connections.`,
      { cause: error },
    );
  }
}

/** Opens the vault, or an empty one where there is no file yet. Throws when the key does not fit. Writes replace the whole file. */
export function openFileVault(options: { readonly file: string; readonly key: VaultKey }): FileVault {
  const { file, key } = options;
  let secrets = readSecrets(file, key);
  // What is remembered changes only once it is on disk.
  function keep(next: Map<string, string>): void {
    replaceFile(file, seal(key.bytes, JSON.stringify(Object.fromEntries(next))));
    secrets = next;
  }
  return {
    kind: `an encrypted file, opened with ${key.from}`,
    get: (id) => secrets.get(id) ?? null,
    ids: () => [...secrets.keys()],
    set(id, value) {
      if (secrets.get(id) !== value) keep(new Map(secrets).set(id, value));
    },
    remove(id) {
      if (secrets.has(id)) keep(new Map([...secrets].filter(([other]) => other !== id)));
    },
  };
}
