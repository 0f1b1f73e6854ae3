import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fill, namesIn } from '../../../main/core/incident/fill.ts';

describe('R4.9 placeholders of playbooks and messages', () => {
  test('R4.9 puts the values of the incident in', () => {
    const { text, unknown } = fill('{{application}} {{ version }} on {{targets}}', {
      application: 'Harbor',
      version: '4.8.1',
      targets: 'web',
    });
    expect(text).toBe('Harbor 4.8.1 on web');
    expect(unknown).toEqual([]);
  });

  test('R4.9 says not known for a missing, null or empty value, and names each once', () => {
    const { text, unknown } = fill('{{users}} {{owner}} {{users}} {{where}}', { users: null, where: '' });
    expect(text).toBe('not known not known not known not known');
    expect(unknown).toEqual(['users', 'owner', 'where']);
  });

  test('R4.9 leaves other braces as they are, and inherited names unknown', () => {
    expect(fill('{ a } {{}} {{ 1x }} {{toString}}', {})).toEqual({ text: '{ a } {{}} {{ 1x }} not known', unknown: ['toString'] });
  });

  test('R4.9 never fills in what a value holds, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        expect(fill('[{{a}}]', { a: value, b: 'no' }).text).toBe(`[${value}]`);
        expect(fill('[{{a}}]', { a: `{{b}}$&${value}`, b: 'no' }).text).toBe(`[{{b}}$&${value}]`);
      }),
    );
  });

  test('R4.9 lists the names of a text', () => {
    expect(namesIn('{{a}} {{ b.c }} {{a}}')).toEqual(['a', 'b.c']);
  });
});
