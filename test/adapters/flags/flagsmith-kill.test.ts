import { describe, expect, test } from 'vitest';
import { plainSegment } from '../../support/fakes/flagsmith.ts';
import { expose, openFlag, override, rollback } from './open-flag.ts';

describe('R2.5 kills a flag', () => {
  test('R2.5 switches the default and every override off in one call', async () => {
    const opened = openFlag((fake, flag) => {
      fake.segments.push(plainSegment(102, 'testers'), plainSegment(103, 'partners'));
      flag.enabled = true;
      flag.overrides.push(override(101, true), override(102, true), override(103, false));
    });
    expect(await opened.reached(rollback)).toBe('no');
    await opened.act(rollback);
    expect(opened.fake.writes).toEqual(['PATCH flag 311']);
    expect(opened.flag.enabled || opened.flag.overrides.some((one) => one.enabled)).toBe(false);
    expect(await opened.reached(rollback)).toBe('yes');
    await opened.act(rollback);
    expect(opened.fake.writes).toHaveLength(1);
  });

  test.each(['halt', 'unpublish'] as const)('R2.5 means the same by %s', async (op) => {
    const opened = openFlag((_fake, flag) => void (flag.enabled = true));
    await opened.act({ op, version: '2.4.1' });
    expect(await opened.reached({ op, version: '2.4.1' })).toBe('yes');
  });

  test('R2.5 kills although the evaluation API is down, and says that nobody could look', async () => {
    const opened = openFlag((fake, flag) => {
      fake.edgeStatus = 503;
      flag.enabled = true;
    });
    await opened.act(rollback);
    expect(opened.flag.enabled).toBe(false);
    const state = await opened.read();
    expect(state).toMatchObject({ percent: 0, status: 'halted' });
    expect(state.notes).toMatchObject([{ kind: 'unseen' }]);
    expect(await opened.reached(rollback)).toBe('partly');
    opened.fake.edgeStatus = 200;
    expect(await opened.reached(rollback)).toBe('yes');
  });

  test('R2.5 is done only when apps get it: configured and observed are told apart', async () => {
    const opened = openFlag((_fake, flag) => void (flag.enabled = true));
    expect((await opened.read()).status).toBe('live');
    opened.fake.edgeLags = true;
    await opened.act(rollback);
    const late = await opened.read();
    expect(late).toMatchObject({ percent: 0, status: 'mixed' });
    expect(late.notes?.[0]?.text).toContain('still answers on');
    expect(await opened.reached(rollback)).toBe('partly');
    opened.fake.edgeLags = false;
    expect(await opened.reached(rollback)).toBe('yes');
    expect((await opened.read()).fence).toBe(late.fence);
  });

  test('R2.5 does not wait for a client key to see a flag it never shows', async () => {
    const opened = openFlag((_fake, flag) => {
      flag.enabled = true;
      flag.serverKeyOnly = true;
    });
    expect(await opened.read()).toMatchObject({ status: 'live', notes: [] });
  });

  test('R2.5 offers only what can be done', async () => {
    const off = openFlag();
    expect(await off.ability('rollback')).toMatchObject({ available: false, reason: 'The flag is off already.' });
    expect(await off.describe(rollback)).toEqual([]);
    const on = openFlag((_fake, flag) => void (flag.enabled = true));
    expect(await on.ability('rollback')).toMatchObject({ available: true, undo: 'reversible' });
    expect(await on.describe(rollback)).toEqual(['PATCH flag new_checkout: default off and every segment override off']);
    expect(await on.describe(expose(100))).toEqual(['PATCH flag new_checkout: default on']);
    expect(await off.describe(expose(10))).toHaveLength(2);
  });
});
