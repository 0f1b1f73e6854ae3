import { describe, expect, test } from 'vitest';
import { exposed, wayBackOf } from '../../../main/core/containment/index.ts';
import { decide } from '../../../main/core/decide/index.ts';
import type { Ability } from '../../../main/core/model/operation.ts';
import type { PlatformState } from '../../../main/core/model/platform-state.ts';
import { githubReleases } from '../../../main/adapters/platforms/github-releases.ts';
import { googlePlay } from '../../../main/adapters/platforms/google-play.ts';
import { sampleRollout, sampleSnapshot, sampleVerdict } from '../../support/core-samples.ts';

const rollback: Ability = { op: 'rollback', available: true, reason: null, undo: 'reversible', says: 'Everybody gets 1.0.0 again.' };
const halt: Ability = { ...rollback, op: 'halt', says: 'Nobody new gets it.' };
const served: PlatformState = { version: '2.0.0', percent: 10, status: 'rolling', fallbackVersion: '1.0.0', fence: 'f', releases: [] };
const ground = {
  surface: 'web' as const,
  version: '2.0.0',
  previousVersion: '1.0.0',
  state: served,
  abilities: [rollback, halt],
};

function row(version: string, status: 'draft' | 'live' | 'removed' | 'superseded', locked = false): PlatformState['releases'][number] {
  return { version, status, percent: 0, publishedAt: null, ref: version, ...(locked ? { locked: true } : {}) };
}

describe('R4.2 way back', () => {
  test('R4.2 exists while the version before is there and the platform returns to it', () => {
    expect(wayBackOf(ground)).toEqual({ exists: true, says: 'Everybody gets 1.0.0 again.', to: '1.0.0' });
  });

  test('R4.2 is not known before the platform was read', () => {
    expect(wayBackOf({ ...ground, state: null, abilities: [] }).exists).toBeNull();
  });

  test('R4.2 is missing for the first release of a track, and says that a halt stops new users only', () => {
    const first = { ...ground, surface: 'mobile' as const, previousVersion: null, state: { ...served, fallbackVersion: null } };
    const found = wayBackOf(first);
    expect(found.exists).toBe(false);
    expect(found.says).toContain('first release');
    expect(found.says).toContain('new users only');
  });

  test('R4.2 leads to an older version, and says so, once the platform dropped the one before', () => {
    const state = { ...served, fallbackVersion: '0.9.0', releases: [row('1.0.0', 'removed')] };
    expect(wayBackOf({ ...ground, state })).toMatchObject({
      exists: true,
      says: expect.stringContaining('1.0.0 is gone from the platform'),
    });
    expect(wayBackOf({ ...ground, state: { ...state, fallbackVersion: null } }).exists).toBe(false);
  });

  test('R4.2 needs no earlier version for a flag, but is missing while the service refuses changes', () => {
    const flag = { ...ground, surface: 'flag' as const, previousVersion: null, state: { ...served, version: 'on', fallbackVersion: null } };
    expect(wayBackOf(flag).exists).toBe(true);
    const blocked = { ...flag, state: { ...flag.state, notes: [{ kind: 'blocked' as const, text: 'Changes here need an approval' }] } };
    expect(wayBackOf(blocked)).toEqual({ exists: false, says: 'No way back now: Changes here need an approval.' });
  });
});

describe('R4.2 asks real platforms about the step that may need it', () => {
  const github = (channel: string, state: PlatformState) => {
    const settings = githubReleases.targetSettings.schema.parse({ owner: 'acme', repo: 'app', channel });
    const target = {
      id: 't',
      applicationId: 'a',
      connectionId: 'c',
      surface: 'desktop' as const,
      channel,
      name: 'Desktop',
      population: null,
      settings,
    };
    const abilities = githubReleases.abilities(exposed(state, '2.0.0-beta.1', 10), '2.0.0-beta.1', target);
    return wayBackOf({ surface: 'desktop', version: '2.0.0-beta.1', previousVersion: '1.9.0', state, abilities });
  };

  test('R4.2 finds that a prerelease in a repository with immutable releases could not be taken back', () => {
    const state: PlatformState = {
      ...served,
      version: '1.9.0',
      percent: 100,
      status: 'live',
      fallbackVersion: null,
      releases: [row('2.0.0-beta.1', 'draft'), row('1.9.0', 'live', true)],
    };
    expect(github('beta', state)).toMatchObject({ exists: false, says: expect.stringContaining('immutable') });
    expect(github('beta', { ...state, releases: [row('2.0.0-beta.1', 'draft'), row('1.9.0', 'live')] }).exists).toBe(true);
  });

  test('R4.2 finds that a full release on the internal track of Play could not be halted', () => {
    const ask = (track: string) => {
      const settings = googlePlay.targetSettings.schema.parse({ packageName: 'com.acme.app', track });
      const target = {
        id: 't',
        applicationId: 'a',
        connectionId: 'c',
        surface: 'mobile' as const,
        channel: 'x',
        name: 'Play',
        population: null,
        settings,
      };
      const state: PlatformState = { ...served, version: '1.0.0', percent: 100, status: 'live', fallbackVersion: null };
      return wayBackOf({
        surface: 'mobile',
        version: '2.0.0',
        previousVersion: '1.0.0',
        state,
        abilities: googlePlay.abilities(exposed(state, '2.0.0', 100), '2.0.0', target),
      });
    };
    expect(ask('internal').exists).toBe(false);
    expect(ask('production').exists).toBe(true);
  });
});

describe('R4.2 advance without a way back', () => {
  const none = { exists: false, says: 'No way back: no earlier version is left.' };
  const green = [sampleVerdict('green')];

  test('R4.2 holds with its reason instead of going further by itself', () => {
    const conclusion = decide(sampleSnapshot({ wayBack: none }), green);
    expect(conclusion).toMatchObject({ kind: 'hold', cause: 'noWayBack', steps: [], nextAt: null });
    expect(conclusion.reason).toContain(none.says);
  });

  test('R4.2 goes on where a way back exists, and where nobody knows because nothing was read', () => {
    for (const exists of [true, null]) expect(decide(sampleSnapshot({ wayBack: { exists, says: '' } }), green).kind).toBe('advance');
    expect(decide(sampleSnapshot(), green).kind).toBe('advance');
  });

  test('R4.2 takes back all the same, and completes the last stage', () => {
    expect(decide(sampleSnapshot({ wayBack: none }), [sampleVerdict('red')]).kind).toBe('rollback');
    const last = sampleSnapshot({ wayBack: none, rollout: sampleRollout({ stage: 2 }) });
    expect(decide(last, green).kind).toBe('complete');
  });
});
