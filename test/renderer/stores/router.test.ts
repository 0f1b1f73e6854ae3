import { describe, expect, test } from 'vitest';
import { keyName, readKeys } from '../../../renderer/shell/read-keys.ts';
import { matchPath } from '../../../renderer/stores/match-path.ts';

describe('design 6 paths', () => {
  test('takes the named parts out of a path', () => {
    expect(matchPath('/rollouts/:id', '/rollouts/a%2Fb')).toEqual({ id: 'a/b' });
    expect(matchPath('/', '/')).toEqual({});
    expect(matchPath('/rollouts/:id', '/rollouts')).toBeNull();
    expect(matchPath('/plans/:file', '/audit/x')).toBeNull();
  });

  test('keeps a broken escape as it is', () => {
    expect(matchPath('/rollouts/:id', '/rollouts/%E0%A4')).toEqual({ id: '%E0%A4' });
  });
});

describe('design 6 keys', () => {
  const shortcuts = [
    { keys: 'g h', label: 'Home', group: 'Go', run: () => undefined },
    { keys: 'h', label: 'Hold', group: 'Home', run: () => undefined },
  ];

  test('reads single keys, sequences and nothing', () => {
    expect(readKeys(shortcuts, 'h')).toBe(shortcuts[1]);
    expect(readKeys(shortcuts, 'g')).toBe('more');
    expect(readKeys(shortcuts, 'g h')).toBe(shortcuts[0]);
    expect(readKeys(shortcuts, 'x')).toBeNull();
  });

  test('names a letter with shift, and a sign as it is printed', () => {
    expect(keyName({ key: 'R', shiftKey: true })).toBe('shift+r');
    expect(keyName({ key: '?', shiftKey: true })).toBe('?');
    expect(keyName({ key: 'J', shiftKey: false })).toBe('j');
  });
});
