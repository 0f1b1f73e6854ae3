import { expect, test } from 'vitest';
import type { CallResult } from '../../../../main/contract/bridge.ts';
import { type Check, createCheckDesk } from '../../../../renderer/views/plans/check-desk.ts';

const good: Check = { ok: true, problems: [], explanation: [], hash: 'h', outline: null };

/** A desk whose pauses end and whose answers come when the test says so. */
function opened() {
  const waiting = new Map<number, () => void>();
  const answers: ((result: CallResult<Check>) => void)[] = [];
  const seen = { asked: [] as string[], checked: [] as string[], problems: [] as string[], pauses: [] as number[] };
  let count = 0;
  const desk = createCheckDesk({
    pauseMs: 300,
    later: (work, ms) => {
      seen.pauses.push(ms);
      count += 1;
      const id = count;
      waiting.set(id, work);
      return () => waiting.delete(id);
    },
    ask: async (text) => {
      seen.asked.push(text);
      return await new Promise((resolve) => answers.push(resolve));
    },
    onChecked: ({ text }) => seen.checked.push(text),
    onProblem: ({ message }) => seen.problems.push(message),
  });
  async function pauseEnds(): Promise<void> {
    for (const work of waiting.values()) work();
    waiting.clear();
    await Promise.resolve();
  }
  async function answer(index: number, result: CallResult<Check>): Promise<void> {
    answers[index]?.(result);
    await new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
  }
  return { desk, seen, pauseEnds, answer };
}

test('design 3 checks only the last text of a burst of typing, after a pause', async () => {
  const { desk, seen, pauseEnds, answer } = opened();
  for (const text of ['n', 'na', 'nam']) desk.take(text);
  await pauseEnds();
  expect(seen.asked).toEqual(['nam']);
  expect(new Set(seen.pauses)).toEqual(new Set([300]));
  await answer(0, { ok: true, answer: good });
  expect(seen.checked).toEqual(['nam']);
});

test('design 3 ignores the answer to an older text that comes late, and any after closing', async () => {
  const { desk, seen, pauseEnds, answer } = opened();
  desk.take('old');
  await pauseEnds();
  desk.take('new');
  await pauseEnds();
  await answer(1, { ok: true, answer: good });
  await answer(0, { ok: true, answer: good });
  expect(seen.checked).toEqual(['new']);
  desk.take('last');
  desk.close();
  await pauseEnds();
  expect(seen.asked).toEqual(['old', 'new']);
});

test('design 3 says when the check itself could not be asked', async () => {
  const { desk, seen, pauseEnds, answer } = opened();
  desk.take('n');
  await pauseEnds();
  await answer(0, { ok: false, problem: { code: 'offline', message: 'no answer' } });
  expect(seen).toMatchObject({ checked: [], problems: ['no answer'] });
});
