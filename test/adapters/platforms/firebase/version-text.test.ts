import { describe, expect, test } from 'vitest';
import { fromLabel, sameVersion, textsOf, toLabel } from '../../../../main/adapters/platforms/firebase/version-text.ts';

describe('names of Hosting versions', () => {
  test.each([
    ['4-8-0', '4.8.0'],
    ['v4-8-0', '4.8.0'],
    ['4_8_0', '4.8.0'],
    ['4-8-0-rc-1', '4.8.0-rc.1'],
    ['10-0-12-beta-2', '10.0.12-beta.2'],
    ['4.8.0', '4.8.0'],
    ['nightly', 'nightly'],
    ['4-8', '4-8'],
  ])('R1.1 reads the label %s as %s', (label, version) => {
    expect(fromLabel(label)).toBe(version);
  });

  test('R1.1 finds a version again under its own label', () => {
    for (const version of ['4.8.0', '4.8.0-rc.1', '0.0.1']) {
      expect(fromLabel(toLabel(version))).toBe(version);
      expect(sameVersion(version, toLabel(version))).toBe(true);
    }
    expect(sameVersion('4.8.0', '4.80')).toBe(false);
  });

  test('R1.1 takes the label first, then the message of a release, then the id', () => {
    const version = (id: string, labels?: Record<string, string>) => ({ name: `projects/9/sites/s/versions/${id}`, labels });
    const release = (id: string, message: string) => ({ name: `sites/s/releases/${id}`, message, version: version(id) });
    const texts = textsOf(
      [version('a', { version: '1-2-3' }), version('b'), version('c')],
      [release('a', 'web 9.9.9'), release('b', 'web 2.0.0-rc.1 for all')],
      'version',
    );
    expect(Object.fromEntries(texts)).toEqual({ a: '1.2.3', b: '2.0.0-rc.1', c: 'c' });
  });

  test('R1.1 uses the label that the target names', () => {
    const texts = textsOf([{ name: 'sites/s/versions/a', labels: { version: '1-0-0', build: '2-0-0' } }], [], 'build');
    expect(texts.get('a')).toBe('2.0.0');
  });
});
