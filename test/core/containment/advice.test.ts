import { describe, expect, test } from 'vitest';
import { adviceOf, standings } from '../../../main/core/containment/index.ts';

const ground = { surface: 'desktop', kind: 'contained', version: '2.4.0', previousVersion: '2.3.0' } as const;

describe('what is advised once nobody new gets a release', () => {
  test('R4.2 is a higher version for the desktop, because update clients only go up', () => {
    expect(adviceOf(ground)).toEqual({
      act: 'reissue',
      says: 'Apps that have 2.4.0 keep it until a higher version is out: issue the code of 2.3.0 again under a higher number.',
    });
    expect(adviceOf({ ...ground, kind: 'failed' })?.act).toBe('reissue');
  });

  test('R4.2 is nothing where the platform brings users back, where nothing good came before, or while an act is on its way', () => {
    for (const surface of ['web', 'mobile', 'flag'] as const) expect(adviceOf({ ...ground, surface })).toBeNull();
    expect(adviceOf({ ...ground, previousVersion: null })).toBeNull();
    const waiting = standings.filter((kind) => kind !== 'contained' && kind !== 'failed');
    expect(waiting.map((kind) => adviceOf({ ...ground, kind }))).toEqual(waiting.map(() => null));
  });
});
