import { describe, expect, test } from 'vitest';
import { flagsmith } from '../../../main/adapters/flags/flagsmith.ts';
import { driveOf, openBench, problemOf } from '../../support/bench.ts';
import { brokenConnection } from '../../support/far-side.ts';
import { plainSegment, splitSegment } from '../../support/fakes/flagsmith.ts';
import { expose, openFlag, override, rollback, type Scene } from './open-flag.ts';

describe('R4.1 says how much of a flag is on', () => {
  test.each<[string, Scene, number | null, string]>([
    ['off', () => undefined, 0, 'halted'],
    ['on', (_fake, flag) => void (flag.enabled = true), 100, 'live'],
    [
      'a share',
      (fake, flag) => {
        fake.segments[0] = splitSegment(101, 'x', 25);
        flag.overrides.push(override(101, true));
      },
      25,
      'rolling',
    ],
    [
      'a share switched off',
      (fake, flag) => {
        fake.segments[0] = splitSegment(101, 'x', 25);
        flag.overrides.push(override(101, false));
      },
      0,
      'halted',
    ],
    [
      'a share and testers',
      (fake, flag) => {
        fake.segments.splice(0, 1, splitSegment(101, 'x', 25), plainSegment(102, 'testers'));
        flag.overrides.push(override(101, true), override(102, true));
      },
      25,
      'rolling',
    ],
    [
      'no share but testers',
      (fake, flag) => {
        fake.segments.push(plainSegment(102, 'testers'));
        flag.overrides.push(override(101, true), override(102, true));
      },
      null,
      'mixed',
    ],
    [
      'testers only',
      (fake, flag) => {
        fake.segments.push(plainSegment(102, 'testers'));
        flag.overrides.push(override(102, true));
      },
      null,
      'mixed',
    ],
    [
      'two shares',
      (fake, flag) => {
        fake.segments.splice(0, 1, splitSegment(101, 'x', 25), splitSegment(102, 'y', 50));
        flag.overrides.push(override(101, true), override(102, true));
      },
      null,
      'mixed',
    ],
    [
      'a share of some users',
      (fake, flag) => {
        fake.segments[0] = splitSegment(101, 'x', 25, [{ operator: 'EQUAL', property: 'country', value: 'fr' }]);
        flag.overrides.push(override(101, true));
      },
      null,
      'mixed',
    ],
    [
      'a share turned round',
      (fake, flag) => {
        fake.segments[0] = splitSegment(101, 'x', 25, [], 'NONE');
        flag.overrides.push(override(101, true));
      },
      null,
      'mixed',
    ],
    [
      'on but for testers',
      (fake, flag) => {
        fake.segments.push(plainSegment(102, 'testers'));
        flag.enabled = true;
        flag.overrides.push(override(102, false));
      },
      100,
      'live',
    ],
    [
      'on but for a share',
      (_fake, flag) => {
        flag.enabled = true;
        flag.overrides.push(override(101, false));
      },
      null,
      'mixed',
    ],
  ])('R4.1 reads %s', async (_name, change, percent, status) => {
    const state = await openFlag(change).read();
    expect([state.percent, state.status]).toEqual([percent, status]);
    expect(state.version).toBe(percent === 0 ? null : 'on');
    expect(state.fallbackVersion).toBe('off');
  });

  test('R4.1 tells of overrides that the percent leaves out', async () => {
    const opened = openFlag((fake, flag) => {
      fake.segments.splice(0, 1, splitSegment(101, 'x', 25), plainSegment(102, 'testers'));
      flag.overrides.push(override(101, true), override(102, true));
      flag.identityOverrides = 3;
      flag.identitiesComplete = false;
    });
    const texts = (await opened.read()).notes?.map((note) => note.text) ?? [];
    expect(texts).toEqual([
      'Also on for the users of 1 segment override.',
      'At least 3 single identities have an override of their own, which Tidegate cannot switch.',
    ]);
    expect((await opened.ability('rollback')).says).toContain('At least 3 single identities');
  });

  test('R4.1 finds a flag on a later page, whatever address the pages link to', async () => {
    const opened = openFlag((fake, flag) => {
      const others = Array.from({ length: 150 }, (_, index) => ({ ...flag, id: index, name: `new_checkout_${index}` }));
      fake.flags.splice(0, 1, ...others, flag);
    });
    expect((await opened.read()).percent).toBe(0);
  });
});

describe('R4.1 opens a flag by its share', () => {
  test('R4.1 sets the share first and switches it on after, then only moves the share', async () => {
    const opened = openFlag();
    await opened.act(expose(10));
    expect(await opened.reached(expose(10))).toBe('yes');
    await opened.act(expose(50));
    expect(await opened.read()).toMatchObject({ version: 'on', percent: 50, status: 'rolling' });
    expect(opened.fake.writes).toEqual(['PUT segment 101', 'PATCH flag 311', 'PUT segment 101']);
    expect(opened.fake.segments[0]?.description).toBe('kept');
    expect(opened.flag.overrides[0]?.value).toEqual({ type: 'string', value: 'blue' });
    await opened.act(expose(100));
    expect(await opened.read()).toMatchObject({ percent: 100, status: 'live' });
    expect(opened.flag.overrides[0]?.enabled).toBe(true);
  });

  test('R4.1 sends nothing that is there already', async () => {
    for (const percent of [10, 100]) {
      const opened = openFlag();
      await opened.act(expose(percent));
      const { length } = opened.fake.writes;
      await opened.act(expose(percent));
      expect(opened.fake.writes).toHaveLength(length);
    }
  });

  test('R4.1 finishes a change whose second half was lost', async () => {
    const opened = openFlag();
    opened.meddle = (arrived) => (arrived.method === 'PATCH' ? brokenConnection() : null);
    const problem = await problemOf(opened.act(expose(10)));
    expect([problem.kind, problem.notApplied]).toEqual(['unknownOutcome', false]);
    expect((await opened.read()).percent).toBe(0);
    opened.meddle = null;
    await opened.act(expose(10));
    expect(opened.fake.writes).toEqual(['PUT segment 101', 'PATCH flag 311']);
  });

  test('R4.1 comes back from 100 % to a share in an order that shows nobody more', async () => {
    const opened = openFlag((_fake, flag) => void (flag.enabled = true));
    await opened.act({ op: 'resume', version: '2.4.1', percent: 30 });
    expect(await opened.read()).toMatchObject({ percent: 30, status: 'rolling' });
  });

  test.each<[string, Scene, string]>([
    ['is missing', (fake) => void fake.segments.splice(0), 'needs a segment'],
    [
      'holds more than a share',
      (fake) => void (fake.segments[0] = splitSegment(101, 'tidegate-new_checkout-live-ops', 5, [{ operator: 'EQUAL', value: 'x' }])),
      'more than a share',
    ],
    ['has a twin', (fake) => void fake.segments.push(splitSegment(102, 'tidegate-new_checkout-live-ops', 5)), '2 segments named'],
    [
      'serves another flag',
      (fake) => void fake.otherUses.push({ segment: 101, feature: 9, environment: 21 }),
      '1 other flag or environment',
    ],
    [
      'serves another environment',
      (fake) => void fake.otherUses.push({ segment: 101, feature: 311, environment: 22 }),
      '1 other flag or environment',
    ],
    [
      'has a rival share',
      (fake, flag) => {
        fake.segments.push(splitSegment(102, 'y', 50));
        flag.overrides.push(override(102, true));
      },
      'Another share',
    ],
  ])('R4.1 refuses to set a share when its segment %s', async (_name, change, words) => {
    const opened = openFlag(change);
    const problem = await problemOf(opened.act(expose(10)));
    expect(problem.kind).toBe('precondition');
    expect(problem.message).toContain(words);
    expect(opened.fake.writes).toEqual([]);
  });

  test('R4.1 takes the segment a target names', async () => {
    const opened = openFlag((fake) => void fake.segments.push(splitSegment(103, 'our-own', 0)), 'our-own');
    await opened.act(expose(20));
    expect(opened.fake.writes).toEqual(['PUT segment 103', 'PATCH flag 311']);
    expect(await opened.describe(expose(40))).toEqual(['PUT segment our-own: percentage split 40 %']);
  });
});

describe('R4.1 drives the flags of the practice fleet', () => {
  test('R4.1 opens in stages and kills in one write', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, flagsmith);
    expect(await drive.read()).toMatchObject({ version: null, percent: 0, status: 'halted', fallbackVersion: 'off' });
    for (const percent of [10, 50, 100]) {
      await drive.go(expose(percent));
      expect(await drive.reached(expose(percent))).toBe('yes');
    }
    const before = bench.writes().length;
    expect(await drive.go(rollback)).toMatchObject({ version: null, percent: 0, status: 'halted' });
    expect(bench.writes()).toHaveLength(before + 1);
    expect(await drive.ability('expose')).toMatchObject({ available: true });
    expect(bench.fleet.truth('pryde').doubleActs).toBe(0);
  });
});
