import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Summary, Track, TrackRelease } from '../../../../main/adapters/platforms/play/api.ts';
import { trackState, versionOf } from '../../../../main/adapters/platforms/play/tracks.ts';
import { fractionOf, wantedTrack } from '../../../../main/adapters/platforms/play/wanted.ts';
import type { Operation } from '../../../../main/core/model/operation.ts';
import { thrownBy } from '../../../support/wire.ts';

const full = (name: string): TrackRelease => ({
  name,
  versionCodes: [code(name)],
  status: 'completed',
  releaseNotes: [{ language: 'en-GB', text: name }],
});
const staged = (name: string, userFraction: number): TrackRelease => ({ ...full(name), status: 'inProgress', userFraction });
const halted = (name: string, userFraction?: number): TrackRelease => ({
  ...full(name),
  status: 'halted',
  ...(userFraction === undefined ? {} : { userFraction }),
});
const draft = (name: string): TrackRelease => ({ ...full(name), status: 'draft' });

function code(name: string): string {
  return name.replaceAll('.', '0');
}

function on(track: string, releases: readonly TrackRelease[]): Track {
  return { track, releases: [...releases] };
}

function state(releases: readonly TrackRelease[], summaries: readonly Summary[] = [], others: readonly Track[] = []) {
  return trackState([on('production', releases), ...others], 'production', summaries);
}

function brief(releases: readonly TrackRelease[] | null): string[] | null {
  return releases?.map((one) => [one.name, one.status, one.userFraction].filter((part) => part !== undefined).join(' ')) ?? null;
}

function wanted(
  releases: readonly TrackRelease[],
  operation: Operation,
  others: readonly Track[] = [],
  track = 'production',
): string[] | null {
  return brief(wantedTrack([on(track, releases), ...others], track, operation));
}

async function refused(...args: Parameters<typeof wanted>): Promise<string> {
  const error = await thrownBy((async () => wanted(...args))());
  expect(error).toMatchObject({ kind: 'precondition', notApplied: true });
  return error.message;
}

const expose = (percent: number, version = '4.8.0'): Operation => ({ op: 'expose', version, percent });
const resume = (percent: number): Operation => ({ op: 'resume', version: '4.8.0', percent });
const halt: Operation = { op: 'halt', version: '4.8.0' };
const rollback: Operation = { op: 'rollback', version: '4.8.0', toVersion: '4.7.0' };

describe('what a track offers', () => {
  test('R1.3 is the full release when nothing is staged', () => {
    expect(state([full('4.7.0')])).toMatchObject({ version: '4.7.0', percent: 100, status: 'live', fallbackVersion: null });
  });

  test('R1.3 is the staged release at its fraction, with the full one for everybody else', () => {
    expect(state([staged('4.8.0', 0.2), full('4.7.0')])).toMatchObject({
      version: '4.8.0',
      percent: 20,
      status: 'rolling',
      fallbackVersion: '4.7.0',
    });
    expect(state([staged('4.8.0', 0.07), full('4.7.0')]).percent).toBe(7);
  });

  test('R1.3 is offered to nobody new once halted, and keeps its fraction in the list', () => {
    const looked = state([halted('4.8.0', 0.25), full('4.7.0')]);
    expect(looked).toMatchObject({ version: '4.8.0', percent: 0, status: 'halted', fallbackVersion: '4.7.0' });
    expect(looked.releases[0]).toMatchObject({ version: '4.8.0', status: 'halted', percent: 25 });
  });

  test.each(['NOT_SENT_FOR_REVIEW', 'IN_REVIEW', 'APPROVED_NOT_PUBLISHED'])('R1.3 waits while Google says %s', (lifecycle) => {
    const summaries = [{ releaseName: '4.8.0', releaseLifecycleState: `RELEASE_LIFECYCLE_STATE_${lifecycle}` }];
    expect(state([staged('4.8.0', 0.2), full('4.7.0')], summaries)).toMatchObject({ version: '4.8.0', percent: 20, status: 'inReview' });
  });

  test('R1.3 failed when Google did not approve it', () => {
    const summaries = [{ releaseName: '4.8.0', releaseLifecycleState: 'RELEASE_LIFECYCLE_STATE_NOT_APPROVED' }];
    expect(state([staged('4.8.0', 0.2), full('4.7.0')], summaries).status).toBe('failed');
  });

  test('R1.3 knows nothing of an empty track, and takes new words for unknown', () => {
    expect(state([])).toMatchObject({ version: null, percent: 0, status: 'unknown' });
    expect(state([{ name: '4.8.0', versionCodes: null, status: 'PAUSED_BY_ROBOT' }]).releases[0]?.status).toBe('unknown');
    expect(state([draft('4.8.0')])).toMatchObject({ version: null, status: 'draft' });
  });

  test('R1.3 lists what waits on other tracks as ready', () => {
    const others = [on('beta', [full('4.8.0'), full('4.7.0')]), on('qa-team', [full('4.9.0')])];
    expect(state([full('4.7.0')], [], others).releases.map((one) => `${one.version} ${one.status}`)).toEqual([
      '4.7.0 live',
      '4.8.0 ready',
      '4.9.0 ready',
    ]);
  });

  test('R1.3 reads versions out of the forms that the Console writes', () => {
    expect(versionOf({ name: '40800 (4.8.0)' })).toBe('4.8.0');
    expect(versionOf({ name: 'v4.8.0' })).toBe('4.8.0');
    expect(versionOf({ name: ' 4.8.0 ' })).toBe('4.8.0');
    expect(versionOf({ name: null, versionCodes: ['40800', '40801'] })).toBe('40800, 40801');
  });

  test('design 2.5 changes its fence with versions, statuses and fractions of the track, not with reviews or other tracks', () => {
    const { fence } = state([staged('4.8.0', 0.2), full('4.7.0')]);
    const review = [{ releaseName: '4.8.0', releaseLifecycleState: 'RELEASE_LIFECYCLE_STATE_IN_REVIEW' }];
    expect(state([staged('4.8.0', 0.2), full('4.7.0')], review, [on('beta', [full('9.9.9')])]).fence).toBe(fence);
    expect(state([staged('4.8.0', 0.3), full('4.7.0')]).fence).not.toBe(fence);
    expect(state([halted('4.8.0', 0.2), full('4.7.0')]).fence).not.toBe(fence);
  });
});

describe('the track to send', () => {
  test('R1.3 stages a draft beside the full release', () => {
    expect(wanted([draft('4.8.0'), full('4.7.0')], expose(10))).toEqual(['4.8.0 inProgress 0.1', '4.7.0 completed']);
  });

  test('R1.3 changes the fraction and nothing else, up or down', () => {
    for (const percent of [10, 50]) {
      const sent = wantedTrack([on('production', [staged('4.8.0', 0.2), full('4.7.0')])], 'production', expose(percent));
      expect(sent).toEqual([staged('4.8.0', percent / 100), full('4.7.0')]);
    }
  });

  test('R1.3 completes with no fraction, and drops the full release before', () => {
    expect(wanted([staged('4.8.0', 0.5), full('4.7.0')], expose(100))).toEqual(['4.8.0 completed']);
  });

  test('R1.3 keeps drafts that are none of its business', () => {
    expect(wanted([draft('4.9.0'), staged('4.8.0', 0.2), full('4.7.0')], expose(50))).toEqual([
      '4.8.0 inProgress 0.5',
      '4.7.0 completed',
      '4.9.0 draft',
    ]);
  });

  test('R1.3 halts at the present share, and resumes at another', () => {
    expect(wanted([staged('4.8.0', 0.2), full('4.7.0')], halt)).toEqual(['4.8.0 halted 0.2', '4.7.0 completed']);
    expect(wanted([halted('4.8.0', 0.2), full('4.7.0')], resume(20))).toEqual(['4.8.0 inProgress 0.2', '4.7.0 completed']);
    expect(wanted([halted('4.8.0', 0.2), full('4.7.0')], resume(100))).toEqual(['4.8.0 completed']);
  });

  test('R1.3 halts a full release too, and resumes it at any share', () => {
    expect(wanted([full('4.8.0')], rollback)).toEqual(['4.8.0 halted']);
    expect(wanted([halted('4.8.0')], resume(25))).toEqual(['4.8.0 inProgress 0.25']);
  });

  test('R1.3 replaces what was staged before by the new release', () => {
    expect(wanted([draft('4.8.0'), halted('4.7.5', 0.2), full('4.7.0')], expose(10))).toEqual(['4.8.0 inProgress 0.1', '4.7.0 completed']);
  });

  test('R1.3 promotes from another track: same version codes and notes, own share', () => {
    const beta = on('beta', [{ ...full('4.8.0'), inAppUpdatePriority: 3, countryTargeting: { countries: ['NO'] } }]);
    const sent = wantedTrack([on('production', [full('4.7.0')]), beta], 'production', expose(10));
    expect(sent?.[0]).toEqual({
      name: '4.8.0',
      versionCodes: ['40800'],
      status: 'inProgress',
      userFraction: 0.1,
      inAppUpdatePriority: 3,
      releaseNotes: [{ language: 'en-GB', text: '4.8.0' }],
    });
    expect(beta.releases?.[0]?.status).toBe('completed');
  });

  test('R1.3 is nothing new when it is so already', () => {
    expect(wanted([full('4.8.0')], expose(100))).toBeNull();
    expect(wanted([staged('4.8.0', 0.1), full('4.7.0')], expose(10))).toBeNull();
    expect(wanted([halted('4.8.0', 0.1), full('4.7.0')], rollback)).toBeNull();
    expect(wanted([full('4.7.0')], rollback)).toBeNull();
    expect(wanted([draft('4.8.0'), full('4.7.0')], halt)).toBeNull();
  });

  test('R6.3 refuses what Play would refuse, in words', async () => {
    expect(await refused([full('4.8.0')], expose(50))).toContain('does not stage it again. Halt it first');
    expect(await refused([draft('4.8.0')], expose(10))).toContain('The first release on track production cannot be staged');
    expect(await refused([full('4.7.0')], expose(10))).toContain('No track has a release named 4.8.0');
    expect(await refused([full('4.8.0')], halt, [], 'internal')).toContain('internal track cannot be halted');
    expect(await refused([staged('4.8.0', 0.1), full('4.7.0')], { op: 'unpublish', version: '4.8.0' })).toContain(
      'no call to take a version away',
    );
  });

  test('R1.3 goes to everybody at once where it is the first release', () => {
    expect(wanted([draft('4.8.0')], expose(100))).toEqual(['4.8.0 completed']);
  });

  test('R1.3 sends fractions between 0 and 1, four decimals long', async () => {
    expect([fractionOf(0.5), fractionOf(33.333), fractionOf(99.99)]).toEqual([0.005, 0.3333, 0.9999]);
    for (const percent of [0, 0.001, 100, 99.999, -1]) {
      expect((await thrownBy((async () => fractionOf(percent))())).message).toContain('above 0 and below 100 %');
    }
  });

  const versions = ['4.6.0', '4.7.0', '4.8.0', '4.9.0'];
  const fraction = fc.constantFrom(0.05, 0.1, 0.5, 0.9);
  /** Any track that Play's rules allow. */
  const anyTrack = fc.record({
    order: fc.shuffledSubarray(versions, { minLength: 4 }),
    full: fc.boolean(),
    staged: fc.option(fc.tuple(fc.boolean(), fraction)),
    drafts: fc.integer({ min: 0, max: 2 }),
  });
  const anyOperation = fc.oneof(
    fc.constantFrom(1, 10, 50, 99, 100).map((percent) => expose(percent)),
    fc.constantFrom(1, 50, 100).map(resume),
    fc.constantFrom(halt, rollback),
  );

  test('R1.3 always keeps the rules: one full, one staged, fractions only where they belong, nothing lost', () => {
    fc.assert(
      fc.property(anyTrack, anyOperation, ({ order, full: hasFull, staged: stage, drafts }, operation) => {
        const [a = '', b = '', ...rest] = order;
        const releases = [
          ...(hasFull ? [full(a)] : []),
          ...(stage === null ? [] : [stage[0] ? staged(b, stage[1]) : halted(b, stage[1])]),
          ...rest.slice(0, drafts).map(draft),
        ];
        let sent: TrackRelease[] | null = null;
        try {
          sent = wantedTrack([on('production', releases)], 'production', operation);
        } catch {
          return;
        }
        if (sent === null) return;
        const count = (status: readonly string[]): number => sent.filter((one) => status.includes(one.status ?? '')).length;
        expect(count(['completed'])).toBeLessThanOrEqual(1);
        expect(count(['inProgress', 'halted'])).toBeLessThanOrEqual(1);
        for (const one of sent) {
          if (one.status === 'inProgress') expect(one.userFraction).toSatisfy((value: number) => value > 0 && value < 1);
          if (one.status === 'completed' || one.status === 'draft') expect(one.userFraction).toBeUndefined();
          expect(one.versionCodes).toEqual([code(one.name ?? '')]);
          expect(one.releaseNotes).toBeDefined();
        }
        const draftsBefore = releases.filter((one) => one.status === 'draft' && one.name !== '4.8.0').map((one) => one.name);
        expect(sent.filter((one) => one.status === 'draft').map((one) => one.name)).toEqual(draftsBefore);
        expect(wantedTrack([on('production', sent)], 'production', operation)).toBeNull();
      }),
    );
  });
});
