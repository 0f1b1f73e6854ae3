import { describe, expect, test } from 'vitest';
import { byUse, isInstaller, judgeFile, manifestFault, manifestFor, manifestOf } from '../../../main/core/reissue/index.ts';

const exe = { name: 'Pryde-2.4.1.exe', size: 10, sha512: 'abc==' };
const names = ['latest.yml', 'latest-mac.yml', 'latest-linux.yml', 'latest-linux-arm64.yml'];

describe('an update file of a re-issue', () => {
  test('R1.2 fits its files as it is written', () => {
    const text = manifestOf('2.4.1', [exe, { ...exe, name: 'Pryde-2.4.1.deb' }], 0);
    expect(manifestFault(text, '2.4.1', [exe, { ...exe, name: 'Pryde-2.4.1.deb' }])).toBeNull();
    expect(text).toContain("releaseDate: '1970-01-01T00:00:00.000Z'");
  });

  test.each([
    ['version: 2.4.0\nfiles: []\npath: Pryde-2.4.1.exe\nsha512: abc==\n', 'it offers 2.4.0, not 2.4.1.'],
    ['version: 2.4.1\nfiles:\n  - url: Other.exe\n    sha512: abc==\n', 'it names Other.exe, which the release does not have.'],
    ['version: 2.4.1\nfiles:\n  - url: Pryde-2.4.1.exe\n    sha512: xyz==\n', 'so every app would refuse it'],
    ['version: 2.4.1\nfiles:\n  - url: Pryde-2.4.1.exe\n    sha512: abc==\n    size: 11\n', 'has 11 bytes; it has 10'],
    ['{', 'no update file'],
  ])('R1.2 is found wrong when %j', (text, words) => {
    expect(manifestFault(text, '2.4.1', [exe])).toContain(words);
  });

  test('R1.2 leads each system to its own files, those that update by themselves first', () => {
    expect(['a.exe', 'a.zip', 'a.dmg', 'a.AppImage', 'a-arm64.AppImage', 'a.blockmap'].map((file) => manifestFor(file, names))).toEqual([
      'latest.yml',
      'latest-mac.yml',
      'latest-mac.yml',
      'latest-linux.yml',
      'latest-linux-arm64.yml',
      null,
    ]);
    expect(
      byUse([
        { ...exe, name: 'a.dmg' },
        { ...exe, name: 'a.zip' },
      ]).map((file) => file.name),
    ).toEqual(['a.zip', 'a.dmg']);
    expect(isInstaller('latest.yml')).toBe(false);
  });
});

describe('the version inside a file', () => {
  test.each([
    [{ inside: '2.4.1.0', sameAs: null }, 'carries'],
    [{ inside: '2.4.0', sameAs: null }, 'differs'],
    [{ inside: '2.4.1', sameAs: { name: 'a.exe', version: '2.3.0' } }, 'copied'],
    [{ inside: undefined, sameAs: null }, 'unchecked'],
    [{ inside: null, sameAs: null }, 'unread'],
  ] as const)('R1.2 is judged from %j as %s', (facts, verdict) => {
    expect(judgeFile({ name: 'Pryde-2.4.1.AppImage', size: 1, ...facts }, '2.4.1').verdict).toBe(verdict);
  });

  test('R1.2 is doubted where only the name can be read and says another', () => {
    expect(judgeFile({ name: 'Pryde-2.3.0.AppImage', size: 1, inside: null, sameAs: null }, '2.4.1')).toMatchObject({
      verdict: 'named',
      says: 'Its name says 2.3.0, and its inside cannot be read here.',
    });
  });
});
