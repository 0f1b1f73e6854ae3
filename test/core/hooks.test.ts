import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGithub, readStandard, timeProblem } from '../../main/core/hooks/message.ts';

const now = Date.parse('2026-11-21T05:00:00Z');
const payload = { version: '2.4.1', reason: 'Errors', timestamp: '2026-11-21T05:00:00Z' };

describe('what a signed message asks for', () => {
  test('R1.9 is read from a GitHub delivery', () => {
    const body = { action: 'auto-rollback', client_payload: { ...payload, application: 'harbor' } };
    expect(readGithub('repository_dispatch', body)).toEqual({
      kind: 'wish',
      wish: { version: '2.4.1', reason: 'Errors', application: 'harbor', at: now, dispatch: null },
    });
    expect(readGithub('repository_dispatch', { ...body, client_payload: { ...payload, timestamp: now / 1000 } })).toMatchObject({
      wish: { at: now, application: null },
    });
  });

  test('R1.9 is read from a Standard Webhooks message', () => {
    const body = { type: 'auto-rollback', timestamp: payload.timestamp, data: { version: '2.4.1', reason: 'Errors' } };
    expect(readStandard(body)).toEqual({
      kind: 'wish',
      wish: { version: '2.4.1', reason: 'Errors', application: null, at: now, dispatch: null },
    });
  });

  test('R1.9 is told by field where something is missing', () => {
    const of = (client_payload: unknown) => readGithub('repository_dispatch', { action: 'auto-rollback', client_payload });
    expect(of({ ...payload, version: 7, reason: '' })).toMatchObject({
      refusal: 'message',
      says: expect.stringContaining('client_payload.version, client_payload.reason'),
    });
    expect(of(undefined)).toMatchObject({ refusal: 'message' });
    expect(of({ ...payload, timestamp: 'soon' })).toMatchObject({ refusal: 'time' });
    expect(readStandard({ type: 'auto-rollback', data: [] })).toMatchObject({ refusal: 'message' });
  });

  test('R1.9 is never guessed: whatever arrives, it is a wish with its words, another event, or wrong with a sentence', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('repository_dispatch', 'push', ''), (body, event) => {
        for (const message of [readGithub(event, body), readStandard(body)]) {
          if (message.kind === 'wish') expect(message.wish.version.length * message.wish.reason.length).toBeGreaterThan(0);
          else expect(message.says.length).toBeGreaterThan(10);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('R1.9 counts for five minutes, either way', () => {
    expect([timeProblem(now - 300_000, now), timeProblem(now + 300_000, now)]).toEqual([null, null]);
    expect(timeProblem(now - 300_001, now)).toContain('5 min ago');
    expect(timeProblem(now + 600_000, now)).toContain('10 min ahead');
  });
});
