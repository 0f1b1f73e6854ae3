import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { z } from 'zod';
import { openLiveConsole, openLiveFleet, type Course, type LiveConsole, type LiveFleet } from '../support/live-console.ts';
import { startPrometheus, until, whyNoPrometheus, type RealPrometheus } from '../support/real-prometheus.ts';

const why = whyNoPrometheus();

const seed = 7;
const scenarios = ['bad-release', 'good-release'];
const targets = ['desktop', 'flag', 'mobile', 'web'];
/** Points of history, one a second, that the real server must have of every version before the start. */
const warmPoints = 20;
/** Both plans have three stages of 20 s, and the last look of a stage waits for the check and the next reading. */
const settleMs = 130_000;

const Range = z.object({ data: z.object({ result: z.array(z.object({ values: z.array(z.unknown()) })) }) });

/** Points that the server has of each version and platform in the last minute: of the plan's p95, which is compared with the past. */
async function points(url: string): Promise<number[]> {
  const end = Date.now() / 1000;
  const query = 'histogram_quantile(0.95, sum by (le, app, release, platform) (rate(app_request_duration_seconds_bucket[20s])))';
  const parameters = new URLSearchParams({ query, start: String(end - 60), end: String(end), step: '1' });
  const answer = await fetch(`${url}/api/v1/query_range?${parameters.toString()}`);
  return Range.parse(await answer.json()).data.result.map((series) => series.values.length);
}

function settled(courses: readonly Course[]): boolean {
  return courses.length === targets.length && courses.every((course) => ['completed', 'rolledBack', 'cancelled'].includes(course.state));
}

describe.skipIf(why !== '')(`one plan, measured by a real Prometheus and by the practice fleet itself${why}`, () => {
  let fleets: LiveFleet[] = [];
  /** What was opened, in this order. */
  const opened: (() => Promise<void>)[] = [];
  let prometheus: RealPrometheus;
  let real: LiveConsole;
  let own: LiveConsole;

  beforeAll(async () => {
    const open = async <T>(opening: Promise<T>, close: (thing: T) => Promise<void>): Promise<T> => {
      const thing = await opening;
      opened.push(() => close(thing));
      return thing;
    };
    const scraped = await open(openLiveFleet(seed), (one) => one.close());
    const asked = await open(openLiveFleet(seed), (one) => one.close());
    fleets = [scraped, asked];
    prometheus = await open(startPrometheus(new URL(scraped.baseUrl).host), (one) => one.stop());
    real = await open(openLiveConsole(scraped, prometheus.url, seed), (one) => one.close());
    own = await open(openLiveConsole(asked, `${asked.baseUrl}/prometheus`, seed), (one) => one.close());
    await until(`${warmPoints} s of history`, 60_000, async () => {
      const lengths = await points(prometheus.url);
      return lengths.length > 0 && lengths.every((length) => length >= warmPoints);
    });
  }, 90_000);

  afterAll(async () => {
    for (const close of opened.toReversed()) await close();
  });

  test('R3.3 reaches the same decisions for a bad and a good release from a real Prometheus as from the fleet', async () => {
    onTestFailed(() => void process.stderr.write(`real Prometheus:\n${real.story()}\n\nfleet:\n${own.story()}\n`));
    await Promise.all([real, own].flatMap((console) => scenarios.map((scenario) => console.play(scenario))));
    await until('every release to settle', settleMs, async () =>
      Promise.resolve([real, own].every((console) => scenarios.every((scenario) => settled(console.courses(scenario))))),
    );
    for (const scenario of scenarios) expect(real.courses(scenario)).toEqual(own.courses(scenario));
    const back = targets.map((target) => ({ target, state: 'rolledBack', moves: ['start', 'rollback on red'] }));
    const through = targets.map((target) => ({ target, state: 'completed', moves: ['start', 'advance', 'advance', 'complete'] }));
    for (const console of [real, own]) {
      expect(console.courses('bad-release')).toEqual(back);
      expect(console.courses('good-release')).toEqual(through);
      expect(console.auditVerified()).toBe(true);
    }
    expect(fleets.map((fleet) => fleet.fleet.truth('pryde').doubleActs)).toEqual([0, 0]);
    // Each console has measured in one place only.
    expect([[...real.sources], [...own.sources]]).toEqual([[prometheus.url], [`${fleets[1]?.baseUrl}/prometheus`]]);
  }, 150_000);
});
