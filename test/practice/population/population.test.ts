import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeAudience, splitAt, usersBefore, usersByVersion, type Audience } from '../../../main/practice/population/audience.ts';
import { commitTrack, offerDesktop, openFleet, releaseOn, type Client } from '../client.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const old = { name: '2.3.0', versionCodes: ['20300'], status: 'completed' };
const next = { name: '2.4.0', versionCodes: ['20400'] };

function usersOn(client: Client, target: string): number {
  return client.fleet.truth().perTarget.find((row) => row.target === target)?.usersOnIt ?? -1;
}

function totals(client: Client): Record<string, number> {
  const total: Record<string, number> = {};
  for (const audience of client.fleet.image().audiences) {
    const key = `${audience.application}/${audience.surface}`;
    total[key] = (total[key] ?? 0) + sum(Object.values(usersByVersion(audience)));
  }
  return total;
}

const everybody = {
  'harbor/web': 40_000,
  'harbor/desktop': 12_000,
  'harbor/mobile': 20_000,
  'pryde/web': 40_000,
  'pryde/desktop': 12_000,
  'pryde/mobile': 20_000,
};

describe('practice population', () => {
  test('R1.1 never loses or invents a user however often an audience is divided', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (population, shares) => {
          const audience: Audience = makeAudience({ application: 'a', surface: 'mobile', part: 'mobile', population }, '1.0.0');
          for (const [index, share] of shares.entries()) {
            splitAt(audience, share);
            const cohort = audience.cohorts[index % audience.cohorts.length];
            const moved = Math.floor((cohort?.users['1.0.0'] ?? 0) / 2);
            if (cohort !== undefined)
              Object.assign(cohort.users, { '1.0.0': (cohort.users['1.0.0'] ?? 0) - moved, '2.0.0': (cohort.users['2.0.0'] ?? 0) + moved });
          }
          for (const cohort of audience.cohorts) {
            expect(sum(Object.values(cohort.users))).toBe(usersBefore(population, cohort.to) - usersBefore(population, cohort.from));
            expect(Math.min(...Object.values(cohort.users))).toBeGreaterThanOrEqual(0);
          }
          expect(sum(Object.values(usersByVersion(audience)))).toBe(population);
        },
      ),
    );
  });

  test('R1.3 never exposes more users than the widest share that was offered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ percent: fc.integer({ min: 1, max: 99 }), wait: fc.integer({ min: 0, max: 20_000 }), halt: fc.boolean() }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.integer({ min: 1, max: 1000 }),
        async (steps, seed) => {
          const client = openFleet('bad-release', { seed });
          let widest = 0;
          for (const { percent, wait, halt } of steps) {
            widest = Math.max(widest, percent);
            expect((await commitTrack(client, [{ ...next, status: 'inProgress', userFraction: percent / 100 }, old])).status).toBe(200);
            await offerDesktop(client, '2.4.0', percent);
            client.later(wait);
            if (halt) await commitTrack(client, [{ ...next, status: 'halted', userFraction: percent / 100 }, old]);
            const rows = client.fleet.truth().perTarget;
            expect(rows.find((row) => row.target === 'pryde/mobile')?.usersOnItMax).toBeLessThanOrEqual(20_000 * (widest / 100));
            expect(rows.find((row) => row.target === 'pryde/desktop')?.usersOnItMax).toBeLessThanOrEqual(12_000 * (widest / 100));
            expect(totals(client)).toEqual(everybody);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  test('R1.1 sends web users by channel, and all of them back at once', async () => {
    const client = openFleet();
    await releaseOn(client, '2.4.0', ['alpha']);
    expect(usersOn(client, 'pryde/web')).toBe(4_000);
    await releaseOn(client, '2.4.0', ['beta']);
    expect(usersOn(client, 'pryde/web')).toBe(20_000);
    await releaseOn(client, '2.4.0', ['live']);
    expect(usersOn(client, 'pryde/web')).toBe(40_000);
    await releaseOn(client, '2.3.0', ['alpha', 'beta', 'live']);
    expect(usersOn(client, 'pryde/web')).toBe(0);
    expect(client.fleet.truth()).toMatchObject({
      exposedUsersMax: 40_000,
      exposedUsersNow: 0,
      rolledBackTargets: ['pryde/web'],
      doubleActs: 0,
    });
  });

  test('R1.2 keeps desktop users who have updated on the bad version after its share is set to 0', async () => {
    const client = openFleet();
    await offerDesktop(client, '2.4.0', 50);
    client.later(4_000);
    await offerDesktop(client, '2.4.0', 0);
    const kept = usersOn(client, 'pryde/desktop');
    expect(kept).toBeGreaterThan(1_000);
    client.later(60_000);
    expect(usersOn(client, 'pryde/desktop')).toBe(kept);
  });

  test('R1.3 keeps mobile users who have updated after a halt, and offers nobody else', async () => {
    const client = openFleet();
    await commitTrack(client, [{ ...next, status: 'inProgress', userFraction: 0.5 }, old]);
    client.later(5_000);
    await commitTrack(client, [{ ...next, status: 'halted', userFraction: 0.5 }, old]);
    const kept = usersOn(client, 'pryde/mobile');
    expect(kept).toBeGreaterThan(3_000);
    client.later(60_000);
    expect(usersOn(client, 'pryde/mobile')).toBe(kept);
  });

  test('R1.2 reaches nearly the whole share in half a minute of practice, and in some hours of a day', async () => {
    for (const [pace, wait] of [
      ['practice', 30_000],
      ['day', 8 * 3_600_000],
    ] as const) {
      const client = openFleet('good-release', { pace });
      client.fleet.loadScenario('bad-release');
      await offerDesktop(client, '2.4.0', 10);
      client.later(wait);
      const users = client.fleet.truth('pryde').perTarget.find((row) => row.target === 'pryde/desktop')?.usersOnIt ?? 0;
      expect(users).toBeGreaterThan(1_100);
      expect(users).toBeLessThanOrEqual(1_200);
    }
  });

  test('R1.2 reads a share that is no number as everybody, as update clients do', async () => {
    const client = openFleet();
    const list = await client.github('GET', '/github/repos/practice/pryde-desktop/releases');
    await client.github('PATCH', `/github/repos/practice/pryde-desktop/releases/${list.word('0.id')}`, {
      draft: false,
      make_latest: 'true',
    });
    expect(client.fleet.truth().perTarget.find((row) => row.target === 'pryde/desktop')?.percent).toBe(100);
  });
});
