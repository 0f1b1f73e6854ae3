import { describe, expect, test } from 'vitest';
import { flagsmith } from '../../../main/adapters/flags/flagsmith.ts';
import type { Operation } from '../../../main/core/model/operation.ts';
import { driveOf, openBench, problemOf } from '../../support/bench.ts';
import { plainSegment, splitSegment } from '../../support/fakes/flagsmith.ts';
import { brokenConnection } from '../../support/far-side.ts';
import { expose, openFlag, override, rollback, type Scene } from './open-flag.ts';

const besides = (percent: number, ...segments: string[]): Operation => ({ op: 'expose', version: '2.4.1', percent, segments });
const withTesters: Scene = (fake) => void fake.segments.push(plainSegment(102, 'internal'), plainSegment(103, 'beta-users'));

describe('R4.1 opens a flag for segments besides its share', () => {
  test('R4.1 switches each named segment on with the share, reads them back and sends nothing twice', async () => {
    const opened = openFlag(withTesters);
    const wanted = besides(10, 'internal', 'beta-users');
    expect(await opened.reached(wanted)).toBe('no');
    expect(await opened.describe(wanted)).toEqual([
      'PUT segment tidegate-new_checkout-(environment): percentage split 10 %',
      'PATCH flag new_checkout: default off, override of tidegate-new_checkout-(environment) on, override of internal and beta-users on',
    ]);
    await opened.act(wanted);
    expect(await opened.read()).toMatchObject({ percent: 10, status: 'rolling', segments: ['beta-users', 'internal'] });
    expect(await opened.reached(wanted)).toBe('yes');
    await opened.act(wanted);
    expect(opened.fake.writes).toEqual(['PUT segment 101', 'PATCH flag 311']);
    expect(opened.flag.overrides.map((one) => one.value)).toEqual(Array.from({ length: 3 }, () => ({ type: 'string', value: 'blue' })));
  });

  test('R4.1 takes segments from nobody at the next share, and adds what a later stage names', async () => {
    const opened = openFlag(withTesters);
    await opened.act(besides(10, 'internal'));
    await opened.act(expose(25));
    expect((await opened.read()).segments).toEqual(['internal']);
    expect(await opened.describe(besides(25, 'beta-users'))).toEqual([
      'PUT segment tidegate-new_checkout-(environment): percentage split 25 %',
      'PATCH flag new_checkout: override of beta-users on',
    ]);
    expect(await opened.reached(besides(25, 'beta-users'))).toBe('partly');
    await opened.act(besides(25, 'beta-users'));
    expect((await opened.read()).segments).toEqual(['beta-users', 'internal']);
  });

  test('R4.1 switches a named segment on where it was off at 100 %', async () => {
    const opened = openFlag((fake, flag) => {
      withTesters(fake, flag);
      flag.enabled = true;
      flag.overrides.push(override(102, false));
    });
    expect(await opened.reached(besides(100, 'internal'))).toBe('partly');
    expect(await opened.describe(besides(100, 'internal'))).toEqual(['PATCH flag new_checkout: default on, override of internal on']);
    await opened.act(besides(100, 'internal'));
    expect(await opened.read()).toMatchObject({ percent: 100, segments: ['internal'] });
    expect(await opened.reached(besides(100, 'internal'))).toBe('yes');
  });

  test('R4.1 finishes a change that was lost between the share and the segments', async () => {
    const opened = openFlag(withTesters);
    opened.meddle = (arrived) => (arrived.method === 'PATCH' ? brokenConnection() : null);
    expect((await problemOf(opened.act(besides(10, 'internal')))).kind).toBe('unknownOutcome');
    opened.meddle = null;
    await opened.act(besides(10, 'internal'));
    expect(opened.fake.writes).toEqual(['PUT segment 101', 'PATCH flag 311']);
    expect((await opened.read()).segments).toEqual(['internal']);
  });

  test('R4.1 takes back share and segments with one call', async () => {
    const opened = openFlag(withTesters);
    await opened.act(besides(10, 'internal', 'beta-users'));
    await opened.act(rollback);
    expect(opened.fake.writes.slice(2)).toEqual(['PATCH flag 311']);
    expect(opened.flag.overrides.map((one) => one.enabled)).toEqual([false, false, false]);
    expect(await opened.read()).toMatchObject({ percent: 0, segments: [] });
    expect(await opened.reached(rollback)).toBe('yes');
  });

  test('R4.1 does not say which segments are on when there are too many to look at', async () => {
    const opened = openFlag((fake, flag) => {
      flag.enabled = true;
      for (let id = 200; id < 222; id += 1) {
        fake.segments.push(plainSegment(id, `group-${id}`));
        flag.overrides.push(override(id, true));
      }
    });
    const state = await opened.read();
    expect([state.percent, 'segments' in state]).toEqual([100, false]);
    expect(await opened.reached(besides(100, 'group-200'))).toBe('partly');
  });

  test.each<[string, Scene, string]>([
    ['does not exist', () => undefined, 'Project 7 has no segment internal. Create it in Flagsmith'],
    [
      'has a twin',
      (fake) => void fake.segments.push(plainSegment(102, 'internal'), plainSegment(103, 'internal')),
      'There are 2 segments named internal',
    ],
    ['is a share', (fake) => void fake.segments.push(splitSegment(102, 'internal', 5)), 'Segment internal holds a percentage split'],
  ])('R4.1 sends nothing when a named segment %s', async (_name, change, says) => {
    const opened = openFlag(change);
    const problem = await problemOf(opened.act(besides(10, 'internal')));
    expect([problem.kind, opened.fake.writes]).toEqual(['precondition', []]);
    expect(problem.message).toContain(says);
  });

  test('R4.1 shows segments on the practice fleet', async () => {
    const drive = driveOf(await openBench(), flagsmith);
    expect(await drive.go(besides(10, 'internal'))).toMatchObject({ percent: 10, segments: ['internal'] });
    expect(await drive.go(besides(50, 'beta-users'))).toMatchObject({ percent: 50, segments: ['beta-users', 'internal'] });
    expect(await drive.reached(besides(50, 'internal', 'beta-users'))).toBe('yes');
    expect(await drive.go(rollback)).toMatchObject({ percent: 0, segments: [] });
  });
});
