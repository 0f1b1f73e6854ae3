import { describe, expect, test } from 'vitest';
import { copyName, fileNameProblem, placeOf, renamed } from '../../../../renderer/views/plans/text.ts';

describe('plan text', () => {
  test('design 3 says where a problem is', () => {
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

  test('design 3 names a copy after its file, and touches no other line', () => {
    expect(renamed('# plan\nname: old # here\nmetrics:\n  name: x\n', 'my-new.yaml')).toBe('# plan\nname: my-new\nmetrics:\n  name: x\n');
  });
});
