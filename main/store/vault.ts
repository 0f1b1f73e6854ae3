import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Secrets on a machine without a desktop keyring: one encrypted file. */
export interface FileVault {
  get(id: string): string | null;
  set(id: string, value: string): void;
  remove(id: string): void;
  ids(): string[];
  /** What protects it, in words. */
  readonly kind: string;
}

export interface VaultKey {
  readonly bytes: Buffer;
  readonly from: string;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Key of the vault: TIDEGATE_VAULT_KEY (32 bytes in base64, or a passphrase), else a file of its own, made once,
 * that only this user can read and that lies outside the workspace.
 */
export function vaultKey(options: { env: Readonly<Record<string, string | undefined>>; keyFile: string }): VaultKey {
  const given = options.env['TIDEGATE_VAULT_KEY'];
  if (given !== undefined && given !== '') return { bytes: keyFrom(given), from: 'a key from the environment' };
  if (!existsSync(options.keyFile)) {
    mkdirSync(dirname(options.keyFile), { recursive: true, mode: 0o700 });
    writeFileSync(options.keyFile, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  }
  return { bytes: keyFrom(readFileSync(options.keyFile, 'utf8').trim()), from: 'a key file only this user can read' };
}

function keyFrom(text: string): Buffer {
  const decoded = Buffer.from(text, 'base64');
  if (decoded.length === 32 && decoded.toString('base64') === text) return decoded;
  // A passphrase is stretched; the salt is fixed because the file it opens holds its own random nonce per write.
  return scryptSync(text, 'tidegate vault', 32);
}

function seal(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function unseal(key: Buffer, sealed: Buffer, file: string): string {
  try {
    const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new Error(
      `The secrets in ${file} cannot be opened with this key. Set TIDEGATE_VAULT_KEY to the key they were written with, or move the file away and type the secrets again in Connections.`,
      { cause: error },
    );
  }
}

/** Writes beside and renames: a crash leaves the former file, never half of one. */
function replaceFile(file: string, bytes: Buffer): void {
  const next = `${file}.new`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}

/** Opens the vault, or an empty one where there is no file yet. Throws when the key does not fit. */
export function openFileVault(options: { file: string; key: VaultKey }): FileVault {
  const { file, key } = options;
  const content = existsSync(file) ? (JSON.parse(unseal(key.bytes, readFileSync(file), file)) as Record<string, string>) : {};
  const secrets = new Map(Object.entries(content));
  const keep = (): void => replaceFile(file, seal(key.bytes, JSON.stringify(Object.fromEntries(secrets))));
  return {
    kind: `an encrypted file, opened with ${key.from}`,
    get: (id) => secrets.get(id) ?? null,
    ids: () => [...secrets.keys()],
    set(id, value) {
      if (secrets.get(id) === value) return;
      secrets.set(id, value);
      keep();
    },
    remove(id) {
      if (secrets.delete(id)) keep();
    },
  };
}
