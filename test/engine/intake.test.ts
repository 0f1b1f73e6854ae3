import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketMs, createIntake, IntakeBatch, type Intake, type IntakeReadings } from '../../main/engine/intake.ts';

/** Start of a bucket. */
const start = Math.floor(Date.parse('2026-11-20T10:00:00Z') / bucketMs) * bucketMs;
const closedAt = start + 2 * bucketMs;

type Given = Readonly<Record<string, unknown>>;

function event(more: Given = {}): Given {
  return { application: 'pryde', release: '2.4.0', channel: 'stable', platform: 'web', ts: start, kind: 'request', ...more };
}

function send(intake: Intake, events: readonly Given[], now = start + 1000): { accepted: number; dropped: number } {
  return intake.add(IntakeBatch.parse({ events }).events, now);
}

function valuesOf(closed: readonly IntakeReadings[]): Record<string, number | undefined> {
  return Object.fromEntries(closed.map(({ metric, readings }) => [metric, readings[0]?.value]));
}

function p95Of(durations: readonly number[]): number {
  const intake = createIntake();
  send(
    intake,
    durations.map((durationMs) => event({ durationMs })),
  );
  return valuesOf(intake.close(closedAt).readings)['latency_p95_ms'] ?? Number.NaN;
}

describe('event intake', () => {
  test('R5.5 turns the events of a bucket into rates, latency and counts, stamped with its end', () => {
    const intake = createIntake();
    send(intake, [
      event({ count: 97, durationMs: 80 }),
      event({ count: 3, durationMs: 900 }),
      event({ kind: 'error', count: 4 }),
      event({ kind: 'auth', ok: true, count: 18 }),
      event({ kind: 'auth', ok: false, count: 2 }),
      event({ kind: 'session', count: 50 }),
      event({ kind: 'crash' }),
      event({ kind: 'safeMode', count: 2 }),
      event({ kind: 'swUpdate', ok: false }),
      event({ kind: 'swUpdate', count: 3 }),
    ]);
    const closed = intake.close(closedAt).readings;
    expect(valuesOf(closed)).toEqual({
      error_rate: 0.04,
      auth_success: 0.9,
      crash_rate: 0.02,
      sw_update_success: 0.75,
      safe_mode_rate: 0.04,
      latency_p95_ms: expect.closeTo(80, -1),
      requests: 100,
      sessions: 50,
      errors: 4,
    });
    const rate = closed.find(({ metric }) => metric === 'error_rate');
    expect(rate).toEqual({
      application: 'pryde',
      metric: 'error_rate',
      readings: [{ labels: { release: '2.4.0', channel: 'stable', platform: 'web' }, ts: start + bucketMs, value: 0.04, samples: 100 }],
    });
  });

  test('R5.5 keeps applications, releases, channels and platforms apart, whatever their names hold', () => {
    const intake = createIntake();
    send(intake, [
      event({ release: 'a\nb', channel: 'c' }),
      event({ release: 'a', channel: 'b\nc' }),
      event({ application: 'harbor' }),
      event({ platform: 'mobile' }),
    ]);
    const requests = intake.close(closedAt).readings.filter(({ metric }) => metric === 'requests');
    expect(requests.map(({ application, readings }) => [application, readings[0]?.value])).toEqual([
      ['pryde', 1],
      ['pryde', 1],
      ['harbor', 1],
      ['pryde', 1],
    ]);
  });

  test('R2.10 gives no reading where nothing happened: silence is not zero', () => {
    const intake = createIntake();
    send(intake, [event({ kind: 'crash' }), event({ kind: 'auth', ok: true })]);
    expect(valuesOf(intake.close(closedAt).readings)).toEqual({ auth_success: 1 });
    expect(intake.close(closedAt + bucketMs).readings).toEqual([]);
  });

  test('R2.10 counts errors without requests, and never a rate above one', () => {
    const intake = createIntake();
    send(intake, [event({ kind: 'error', count: 3 })]);
    send(intake, [event({ ts: start + bucketMs, kind: 'error', count: 3 }), event({ ts: start + bucketMs })], start + bucketMs);
    expect(valuesOf(intake.close(closedAt).readings)).toEqual({ errors: 3 });
    expect(valuesOf(intake.close(closedAt + bucketMs).readings)).toEqual({ error_rate: 1, requests: 1, errors: 3 });
  });

  test('R5.5 counts a request that did not work as an error, and times requests only', () => {
    const intake = createIntake();
    send(intake, [
      event({ count: 9, durationMs: 100 }),
      event({ ok: false, durationMs: 100 }),
      event({ kind: 'error', durationMs: 60_000 }),
    ]);
    expect(valuesOf(intake.close(closedAt).readings)).toMatchObject({
      error_rate: 0.2,
      errors: 2,
      latency_p95_ms: expect.closeTo(100, -1),
    });
  });

  test('R5.2 finds the largest cluster of errors, numbers in their messages left aside', () => {
    const intake = createIntake();
    const message = (text: string, count = 1): Given => event({ kind: 'error', message: text, count, user: 'ada' });
    send(intake, [
      message('timeout after 31 ms', 4),
      message('timeout after 1200 ms', 3),
      message('no such table'),
      event({ kind: 'error' }),
    ]);
    const closed = intake.close(closedAt).readings;
    expect(valuesOf(closed)).toMatchObject({ largest_error_cluster: 7, errors: 9 });
    expect(JSON.stringify(closed)).not.toMatch(/ada|timeout/);
  });

  test('R5.6 hands out errors by cause, per release and platform, without what is private', () => {
    const intake = createIntake();
    const error = (more: Given): Given => event({ kind: 'error', user: 'ada', ...more });
    send(intake, [
      error({ message: "no cart for ada@example.org (reading 'total')", name: 'TypeError', count: 2 }),
      error({ message: "TypeError: no cart for bob@example.org (reading 'sum')", ts: start + 900 }),
      error({ message: 'timeout after 30 s', release: '2.3.0' }),
      error({}),
    ]);
    const { errors } = intake.close(closedAt);
    expect(errors).toMatchObject([
      { application: 'pryde', release: '2.4.0', platform: 'web', name: 'TypeError', count: 3, firstAt: start, lastAt: start + 900 },
      { fingerprint: '', title: '', count: 1 },
      { release: '2.3.0', title: 'timeout after # s', count: 1 },
    ]);
    expect(errors[0]?.title).toBe("no cart for ‹e-mail› (reading '…')");
    expect(JSON.stringify(errors)).not.toMatch(/ada|bob|total/);
  });

  test('R2.10 tells a bounded number of error messages apart', () => {
    const intake = createIntake();
    const letters = (index: number): string => String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26));
    const many = Array.from({ length: 150 }, (_, index) => event({ kind: 'error', message: letters(index) }));
    send(intake, [...many, event({ kind: 'error', message: letters(149), count: 50 })]);
    expect(valuesOf(intake.close(closedAt).readings)).toMatchObject({ largest_error_cluster: 1, errors: 200 });
  });

  test('R5.5 keeps a bucket closed when the clock is set back', () => {
    const intake = createIntake();
    send(intake, [event()]);
    intake.close(closedAt);
    expect(send(intake, [event()], start + 1000)).toEqual({ accepted: 0, dropped: 1 });
    intake.close(closedAt + 86_400_000);
    expect(send(intake, [event({ ts: closedAt })], closedAt)).toEqual({ accepted: 1, dropped: 0 });
  });

  test('R2.10 stamps a bucket that is cut short with its cut, so that the rest does not replace it', () => {
    const [before, after] = [createIntake(), createIntake()];
    send(before, [event()]);
    send(after, [event({ ts: start + 9000 })], start + 9000);
    const times = [...before.close(start + 4000, true).readings, ...after.close(closedAt).readings].map(
      ({ readings }) => (readings[0]?.ts ?? 0) - start,
    );
    expect(new Set(times)).toEqual(new Set([4000, bucketMs]));
  });

  test('R5.5 takes buckets of another length', () => {
    const intake = createIntake(5000);
    send(intake, [event({ ts: start - (start % 5000) })], start);
    expect(intake.close(start + 9999).readings).toEqual([]);
    expect(intake.close(start + 10_000).readings.map(({ readings }) => readings[0]?.ts)).toEqual(
      Array.from({ length: 3 }, () => start + 5000),
    );
  });

  test('R5.5 waits one bucket for late events before it closes, and then keeps the bucket closed', () => {
    const intake = createIntake();
    send(intake, [event()], start + 1000);
    expect(intake.close(closedAt - 1).readings).toEqual([]);
    expect(send(intake, [event({ ts: start + bucketMs - 1 })], closedAt - 1)).toEqual({ accepted: 1, dropped: 0 });
    expect(valuesOf(intake.close(closedAt).readings)['requests']).toBe(2);
    // The newest moment of that bucket is still less than two buckets old, but its reading is out: another would replace it.
    expect(send(intake, [event({ ts: start + bucketMs - 1 })], closedAt)).toEqual({ accepted: 0, dropped: 1 });
    expect(intake.close(closedAt + bucketMs).readings).toEqual([]);
  });

  test('R2.10 drops and counts events from too far ahead of the clock', () => {
    const intake = createIntake();
    expect(send(intake, [event({ ts: start + bucketMs }), event({ ts: start + bucketMs + 1 })], start)).toEqual({
      accepted: 1,
      dropped: 1,
    });
    expect(intake.dropped()).toBe(1);
  });

  test('R2.10 hands out open buckets too when the console stops', () => {
    const intake = createIntake();
    send(intake, [event()]);
    expect(valuesOf(intake.close(start + 1000, true).readings)['requests']).toBe(1);
    expect(intake.close(closedAt, true).readings).toEqual([]);
  });

  test('R2.10 holds a bounded number of buckets, drops and counts the rest, and takes new ones once it is emptied', () => {
    const intake = createIntake();
    const releases = Array.from({ length: 5200 }, (_, index) => event({ release: `0.0.${index}` }));
    let dropped = 0;
    for (let at = 0; at < releases.length; at += 1000) dropped += send(intake, releases.slice(at, at + 1000)).dropped;
    expect(dropped).toBe(200);
    expect(intake.dropped()).toBe(200);
    expect(send(intake, [event({ release: '0.0.0' })]).accepted).toBe(1);
    expect(intake.close(closedAt).readings.filter(({ metric }) => metric === 'requests')).toHaveLength(5000);
    expect(send(intake, [event({ release: 'later', ts: closedAt })], closedAt).accepted).toBe(1);
  });

  test('R1.5 gives a p95 that is at most 2.5 % off the exact nearest rank', () => {
    const duration = fc.double({ min: 1, max: 3_600_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 400 }), (durations) => {
        const exact = durations.toSorted((a, b) => a - b)[Math.ceil((durations.length * 95) / 100) - 1] ?? 0;
        expect(Math.abs(p95Of(durations) - exact) / exact).toBeLessThanOrEqual(0.025);
      }),
    );
  });

  test('R5.5 adds up the same however the events are split into batches and ordered', () => {
    const given = fc.record({
      kind: fc.constantFrom('request', 'error', 'auth', 'session', 'crash'),
      count: fc.integer({ min: 1, max: 50 }),
      ok: fc.boolean(),
      durationMs: fc.integer({ min: 0, max: 5000 }),
      platform: fc.constantFrom('web', 'desktop'),
    });
    fc.assert(
      fc.property(fc.array(given, { minLength: 2, maxLength: 40 }), fc.nat(), (list, cut) => {
        const events = list.map(event);
        const [whole, parts] = [createIntake(), createIntake()];
        send(whole, events);
        const at = 1 + (cut % (events.length - 1));
        send(parts, events.slice(at));
        send(parts, events.slice(0, at));
        const sorted = (intake: Intake): string[] =>
          intake
            .close(closedAt)
            .readings.map((one) => JSON.stringify(one))
            .toSorted();
        expect(sorted(parts)).toEqual(sorted(whole));
      }),
    );
  });

  test.each([
    ['no events', { events: [] }],
    ['too many events', { events: Array.from({ length: 1001 }, () => event()) }],
    ['an unknown kind', { events: [event({ kind: 'click' })] }],
    ['an unknown field', { events: [event({ colour: 'red' })] }],
    ['a time that is no number', { events: [event({ ts: '2026-11-20' })] }],
    ['a negative duration', { events: [event({ durationMs: -1 })] }],
    ['a count of nothing', { events: [event({ count: 0 })] }],
    ['an empty release', { events: [event({ release: '' })] }],
    ['a release of a whole page', { events: [event({ release: 'x'.repeat(101) })] }],
  ])('R5.5 refuses a batch with %s', (_what, batch) => {
    expect(IntakeBatch.safeParse(batch).success).toBe(false);
  });
});
