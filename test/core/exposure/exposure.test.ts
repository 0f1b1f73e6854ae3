import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExposureGround, exposureOf, targetExposure } from '../../../main/core/exposure/index.ts';

const web: ExposureGround = {
  targetId: 'web',
  targetName: 'web',
  surface: 'web',
  population: 30_000,
  reached: true,
  platform: 10,
  written: 10,
  widest: 10,
  intake: null,
};
const desktop: ExposureGround = { ...web, targetId: 'desktop', targetName: 'desktop', surface: 'desktop', population: 4000, widest: 50 };
const mobile: ExposureGround = {
  ...web,
  targetId: 'mobile',
  targetName: 'mobile',
  surface: 'mobile',
  population: 6000,
  reached: false,
  platform: 0,
  written: null,
  widest: 0,
};
const flag: ExposureGround = { ...web, targetId: 'flag', targetName: 'flag', surface: 'flag', population: 40_000 };

describe('R1.11 real exposure', () => {
  test('R1.11 counts the share that the platform says against the population, and names the source', () => {
    expect(targetExposure(web).now).toEqual({
      percent: 10,
      users: 3000,
      source: 'platform',
      atMost: false,
      says: 'The platform offers it to 10 %.',
    });
    expect(targetExposure({ ...web, platform: null }).now).toMatchObject({ source: 'written', says: 'It was last confirmed to 10 %.' });
  });

  test('R1.11 believes what applications send in more than what a platform offers', () => {
    const intake = { own: 413, all: 4012, what: 'sessions' as const, windowMs: 900_000 };
    expect(targetExposure({ ...web, intake }).now).toMatchObject({
      users: 3088,
      source: 'intake',
      says: '413 of 4,012 sessions of the last 15 min came from it.',
    });
    expect(targetExposure({ ...web, intake: { ...intake, own: 1, all: 9 } }).now.source).toBe('platform');
    expect(targetExposure({ ...desktop, intake: { ...intake, windowMs: 60_000 } }).now.source).toBe('platform');
    expect(targetExposure({ ...desktop, intake }).now.source).toBe('intake');
    // Nobody started it lately, which takes it off no desktop; a page that nobody loads is gone.
    const silent = { ...intake, own: 0 };
    expect(targetExposure({ ...desktop, intake: silent }).now).toMatchObject({ source: 'platform', atMost: true, percent: 50 });
    expect(targetExposure({ ...web, intake: silent }).now).toMatchObject({ source: 'intake', users: 0 });
  });

  test('R1.8 keeps copies on desktops that were installed at a larger share, as an upper bound', () => {
    const { now, most } = targetExposure({ ...desktop, platform: 0 });
    expect(now).toMatchObject({ users: 2000, atMost: true, says: 'The platform offers it to 0 %; copies installed at up to 50 % stay.' });
    expect(most).toMatchObject({ users: 2000, atMost: true });
    expect(targetExposure({ ...web, platform: 0, widest: 50 }).now.users).toBe(0);
  });

  test('R1.11 adds up web, desktop and mobile of all users, those never reached included, and leaves flags out', () => {
    const sum = exposureOf([web, desktop, mobile, flag]);
    expect(sum.population).toBe(40_000);
    expect(sum.flagsLeftOut).toBe(true);
    expect(sum.now).toMatchObject({
      users: 5000,
      percent: 12.5,
      atMost: true,
      unknown: [],
      says: 'Up to 5,000 of 40,000 users (12.5 %).',
    });
  });

  test('R1.11 counts flags where there is nothing else', () => {
    expect(exposureOf([flag])).toMatchObject({ now: { users: 4000, percent: 10 }, flagsLeftOut: false });
    expect(exposureOf([{ ...web, reached: false, platform: null, written: 0, widest: 0 }, flag]).now.users).toBe(4000);
  });

  test('R1.11 names what is not known instead of taking it as nobody', () => {
    const unknown = { ...mobile, reached: true, platform: null, written: null, widest: null };
    const sum = exposureOf([web, unknown]);
    expect(sum.now).toMatchObject({
      users: 3000,
      unknown: ['mobile'],
      says: 'At least 3,000 of 30,000 users (10 %); of mobile it is not known.',
    });
    expect(exposureOf([unknown]).now).toMatchObject({ users: null, percent: null, says: 'How many users have it is not known.' });
    expect(exposureOf([{ ...web, population: null }]).now).toMatchObject({ users: null, unknown: ['web'] });
    expect(targetExposure({ ...web, population: null }).now.percent).toBe(10);
    expect(exposureOf([]).now.users).toBeNull();
  });

  test('R1.11 never says that nobody has it where nothing proves it: a release may be published by hand, outside the console', () => {
    const silent = targetExposure({ ...mobile, platform: null, widest: null });
    expect(silent.now).toMatchObject({ percent: null, users: null, says: expect.stringContaining('whether anybody has it is not known') });
    expect(silent.most).toEqual(silent.now);
    expect(targetExposure(mobile).now).toMatchObject({ users: 0, source: 'platform', says: 'The platform does not offer it.' });
    const byHand = { ...web, reached: false, platform: 20, written: null, widest: null };
    expect(targetExposure(byHand).now).toMatchObject({
      users: 6000,
      source: 'platform',
      says: 'The platform offers it to 20 %, though no rollout here did.',
    });
    expect(targetExposure({ ...byHand, surface: 'mobile' }).now).toMatchObject({
      users: null,
      says: 'The platform offers it to 20 %, though no rollout here did; how many have a copy from before is not known.',
    });
    expect(targetExposure({ ...byHand, surface: 'mobile', platform: 0 }).now.users).toBeNull();
    expect(targetExposure({ ...byHand, surface: 'mobile', platform: 100, widest: 100 }).now.users).toBe(30_000);
    expect(exposureOf([web, { ...mobile, platform: null, widest: null }]).now).toMatchObject({
      unknown: ['mobile'],
      says: 'At least 3,000 of 30,000 users (10 %); of mobile it is not known.',
    });
  });

  test('R1.11 never counts more users than there are, nor less now than nobody', () => {
    const share = fc.option(fc.integer({ min: 0, max: 100 }));
    const ground = fc.record({
      surface: fc.constantFrom('web' as const, 'desktop' as const, 'mobile' as const, 'flag' as const),
      population: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
      reached: fc.boolean(),
      platform: share,
      written: share,
      widest: share,
      intake: fc.option(
        fc.record({ own: fc.nat(500), rest: fc.nat(500) }).map(({ own, rest }) => ({
          own,
          all: own + rest,
          what: 'requests' as const,
          windowMs: 900_000,
        })),
      ),
    });
    fc.assert(
      fc.property(fc.array(ground, { maxLength: 5 }), (some) => {
        const sum = exposureOf(some.map((one, index) => ({ ...one, targetId: `${index}`, targetName: `t${index}` })));
        for (const part of [sum.now, sum.most]) {
          expect(part.users ?? 0).toBeGreaterThanOrEqual(0);
          expect(part.percent ?? 0).toBeLessThanOrEqual(100.0001);
        }
        for (const { now, most } of sum.targets)
          if (now.users !== null && most.users !== null) expect(most.users).toBeGreaterThanOrEqual(now.users);
      }),
    );
  });
});
