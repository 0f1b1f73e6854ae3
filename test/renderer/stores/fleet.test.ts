import { describe, expect, test } from 'vitest';
import { applyToHome, groupReleases, nextDecisions, reachOf } from '../../../renderer/stores/fleet.ts';
import { applyToDetail } from '../../../renderer/stores/rollout.ts';
import { home, prydeDesktop, prydeMobile, prydeWeb, rolling, siteProofFlag } from '../../support/fixture/fleet.ts';
import { detail, rollbackActions } from '../../support/fixture/rollout.ts';

describe('design 6 Home', () => {
  test('puts the most urgent release first and keeps lanes in place', () => {
    const groups = groupReleases(rolling.toReversed());
    expect(groups.map((group) => group.applicationName)).toEqual(['Pryde', 'SiteProof', 'Aidin', 'Tidegate']);
    expect(groups[0]?.lanes.map((lane) => lane.surface)).toEqual(['web', 'desktop', 'mobile']);
  });

  test('puts a release that is going back before everything', () => {
    const back = rolling.map((row) => (row.id === 'r-alpha' ? { ...row, state: 'rollingBack' as const } : row));
    expect(groupReleases(back)[0]?.applicationName).toBe('Tidegate');
  });

  test('keeps an ended lane with its release while another one rolls', () => {
    const ended = { ...prydeMobile, state: 'completed' as const, endedAt: 1, percent: 100 };
    expect(groupReleases([prydeWeb, prydeDesktop], [ended])[0]?.lanes.map((lane) => lane.id)).toEqual(['r-web', 'r-desktop', 'r-mobile']);
    expect(groupReleases([], [ended])).toEqual([]);
  });

  test('adds up users over the targets that are known', () => {
    expect(reachOf([prydeWeb, prydeDesktop, prydeMobile])).toEqual({ users: 4180, percent: 10 });
    expect(reachOf([siteProofFlag])).toEqual({ users: 2020, percent: 25 });
    expect(reachOf([{ ...prydeWeb, usersOnIt: null, population: null }])).toEqual({ users: null, percent: null });
  });

  test('lists only decisions with a time, soonest first', () => {
    expect(nextDecisions(rolling).map((row) => row.id)).toEqual(['r-web', 'r-desktop', 'r-aidin', 'r-alpha', 'r-flag']);
  });

  test('replaces a row by id, takes in a new one and does not invent ended ones', () => {
    const changed = applyToHome(home, { table: 'rollouts', row: { ...prydeWeb, percent: 50 } });
    expect(changed.rolling).toHaveLength(home.rolling.length);
    expect(changed.rolling.find((row) => row.id === 'r-web')?.percent).toBe(50);
    expect(applyToHome(home, { table: 'rollouts', row: { ...prydeWeb, id: 'new' } }).rolling[0]?.id).toBe('new');
    expect(applyToHome(home, { table: 'rollouts', row: { ...prydeWeb, id: 'gone', state: 'cancelled' } }).rolling).toHaveLength(
      home.rolling.length,
    );
    expect(applyToHome(home, { table: 'reload', what: 'plans' })).toBe(home);
  });
});

describe('design 6 Rollout', () => {
  test('follows its own rows and those of its lanes, and no others', () => {
    const own = applyToDetail(detail, { table: 'rollouts', row: { ...prydeWeb, percent: 50 } });
    expect(own.rollout.percent).toBe(50);
    const lane = applyToDetail(detail, { table: 'rollouts', row: { ...prydeDesktop, percent: 50 } });
    expect([lane.rollout.percent, lane.lanes.find((row) => row.id === 'r-desktop')?.percent]).toEqual([10, 50]);
    expect(applyToDetail(detail, { table: 'rollouts', row: { ...prydeWeb, id: 'x', version: '9' } })).toBe(detail);
    const [web, desktop] = rollbackActions;
    if (!web || !desktop) throw new Error('The fixture has no rollback actions.');
    expect(applyToDetail(detail, { table: 'actions', row: web }).actions).toHaveLength(detail.actions.length + 1);
    expect(applyToDetail(detail, { table: 'actions', row: desktop })).toBe(detail);
  });
});
