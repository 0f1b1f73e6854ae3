import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyName, fileNameProblem, offsetOf, placeOf, tokensOf } from '../../../../renderer/views/plans/text.ts';

describe('plan text', () => {
  test('design 3 finds the place of a problem in the text', () => {
    expect(offsetOf('a: 1\nbc: 2\n', 2, 5)).toBe(9);
    expect(offsetOf('a: 1', 9, 90)).toBe(4);
    expect(placeOf({ line: 4, column: 7, path: 'gates', message: '' })).toBe('line 4, column 7');
    expect(placeOf({ line: null, column: null, path: '', message: '' })).toBe('whole file');
  });

  test('design 3 offers a free name for a copy', () => {
    expect(copyName('beta.yaml', [])).toBe('my-beta.yaml');
    expect(copyName('beta.yaml', ['my-beta.yaml'])).toBe('my-beta-2.yaml');
    expect(fileNameProblem('a b.yaml', [])).toContain('.yaml');
    expect(fileNameProblem('a.yaml', ['a.yaml'])).toContain('exists');
    expect(fileNameProblem('a.yml', [])).toBeNull();
  });

  test('design 3 colours a line without changing it', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const single = line.replaceAll('\n', ' ');
        expect(
          tokensOf(single)
            .map((token) => token.text)
            .join(''),
        ).toBe(single);
      }),
    );
    expect(tokensOf('  - percent: 10 # first').map((token) => token.kind)).toEqual(['plain', 'key', 'plain', 'value', 'comment']);
  });
});
