import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openFileVault, vaultKey } from '../../main/store/vault.ts';
import { temporaryFolder } from '../support/store-samples.ts';

const key = { bytes: randomBytes(32), from: 'a test key' };

function vaultFile(): string {
  return join(temporaryFolder(), 'vault.json');
}

describe('the vault', () => {
  test('design 5 keeps secrets for the next start and forgets removed ones', () => {
    const file = vaultFile();
    const vault = openFileVault({ file, key });
    expect([vault.get('a'), vault.ids()]).toEqual([null, []]);
    vault.set('con_1/token', 'first');
    vault.set('con_1/token', 'second');
    vault.set('con_2/token', 'other');
    vault.remove('con_2/token');
    vault.remove('con_9/token');
    const again = openFileVault({ file, key });
    expect([again.get('con_1/token'), again.get('con_2/token'), again.ids()]).toEqual(['second', null, ['con_1/token']]);
    expect(again.kind).toContain('a test key');
  });

  test('design 5 writes no secret and no name in clear, for this user only', () => {
    const file = vaultFile();
    openFileVault({ file, key }).set('con_1/token', 'very secret');
    const bytes = readFileSync(file, 'latin1');
    expect(bytes).not.toContain('very secret');
    expect(bytes).not.toContain('con_1');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(file, '..'))).toEqual(['vault.json']);
  });

  test('design 5 takes any text under any name', () => {
    const file = vaultFile();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (id, value) => {
        openFileVault({ file, key }).set(id, value);
        expect(openFileVault({ file, key }).get(id)).toBe(value);
      }),
      { numRuns: 40 },
    );
  });

  test('design 5 refuses another key with what to do', () => {
    const file = vaultFile();
    openFileVault({ file, key }).set('a', 'b');
    const other = { bytes: randomBytes(32), from: 'another key' };
    expect(() => openFileVault({ file, key: other })).toThrow(/cannot be opened with another key.*Set TIDEGATE_VAULT_KEY/);
  });

  test.each([0, 5, 20, 30])('design 5 refuses a file cut to %i bytes', (bytes) => {
    const file = vaultFile();
    openFileVault({ file, key }).set('a', 'b');
    truncateSync(file, bytes);
    expect(() => openFileVault({ file, key })).toThrow('the file was changed');
  });

  test('design 5 refuses a file with any bit changed', () => {
    const file = vaultFile();
    openFileVault({ file, key }).set('a', 'b');
    const bytes = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        writeFileSync(file, changed);
        expect(() => openFileVault({ file, key })).toThrow('the file was changed');
      }),
      { numRuns: 50 },
    );
  });

  test('design 5 remembers a secret only once it is written', () => {
    const vault = openFileVault({ file: join(temporaryFolder(), 'missing', 'vault.json'), key });
    expect(() => vault.set('a', 'b')).toThrow('ENOENT');
    expect(vault.get('a')).toBeNull();
  });
});

describe('its key', () => {
  const keyFile = (): string => join(temporaryFolder(), 'config', 'vault.key');

  test('design 5 is made once, for this user only', () => {
    const file = keyFile();
    const first = vaultKey({ env: {}, keyFile: file });
    expect(first.bytes).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(vaultKey({ env: { TIDEGATE_VAULT_KEY: '' }, keyFile: file })).toEqual(first);
  });

  test('design 5 comes from the environment when it is there, as 32 bytes or as a passphrase', () => {
    const file = keyFile();
    const bytes = randomBytes(32);
    const given = (text: string): Buffer => vaultKey({ env: { TIDEGATE_VAULT_KEY: text }, keyFile: file }).bytes;
    expect(given(bytes.toString('base64')).equals(bytes)).toBe(true);
    expect(given('correct horse').equals(given('correct horse'))).toBe(true);
    expect(given('correct horse').equals(given('correct house'))).toBe(false);
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  test('design 5 is never made up from a broken key file', () => {
    const file = keyFile();
    vaultKey({ env: {}, keyFile: file });
    truncateSync(file, 10);
    expect(() => vaultKey({ env: {}, keyFile: file })).toThrow('holds no vault key');
    truncateSync(file, 0);
    expect(() => vaultKey({ env: {}, keyFile: file })).toThrow('holds no vault key');
  });
});
