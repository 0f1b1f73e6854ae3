import { randomBytes, scryptSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceFile } from './replace-file.ts';

/** Key of a vault, and where it came from in words. */
export interface VaultKey {
  readonly bytes: Buffer;
  readonly from: string;
}

const keyBytes = 32;

/**
 * Key of the vault: TIDEGATE_VAULT_KEY (32 bytes in base64, or a passphrase), else a file of its own, made once,
 * that only this user can read and that lies outside the workspace. Throws when that file holds no key.
 */
export function vaultKey(options: { readonly env: Readonly<Record<string, string | undefined>>; readonly keyFile: string }): VaultKey {
  const given = options.env['TIDEGATE_VAULT_KEY'];
  if (given !== undefined && given !== '') {
    return { bytes: decoded(given) ?? stretched(given), from: 'the key in TIDEGATE_VAULT_KEY' };
  }
  return { bytes: keyOfFile(options.keyFile), from: `the key file ${options.keyFile}` };
}

function keyOfFile(file: string): Buffer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    replaceFile(file, Buffer.from(randomBytes(keyBytes).toString('base64')));
  }
  const key = decoded(readFileSync(file, 'utf8').trim());
  if (key === null) {
    throw new Error(
      `${file} holds no vault key. Put back the file the secrets were written with, or move it and the vault away and type the secrets again in Connections.`,
    );
  }
  // Copied or unpacked files often become readable for everyone.
  chmodSync(file, 0o600);
  return key;
}

function decoded(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === keyBytes && bytes.toString('base64') === text ? bytes : null;
}

/** Cost as OWASP advises for scrypt (N = 2^17, r = 8, p = 1: 128 MB, under a second). One salt for all: the same passphrase must open the file on another machine. */
function stretched(passphrase: string): Buffer {
  return scryptSync(passphrase, 'tidegate vault', keyBytes, { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 });
}
