import { expect, test } from 'vitest';
import { countPlaywright, countVitest, lastLine } from './count-tests.mjs';

const unit = (status: string, ...results: string[]): object => ({
  name: 'a.test.ts',
  status,
  message: 'Cannot find module\n at x',
  assertionResults: results.map((result) => ({ status: result, fullName: `is ${result}` })),
});

test('R6.1 counts unit tests, files that do not load and errors outside any test', () => {
  const report = { testResults: [unit('passed', 'passed', 'pending'), unit('failed', 'passed', 'failed'), unit('failed')] };
  expect(countVitest(report, 1)).toEqual({
    passed: 2,
    failed: 2,
    skipped: 1,
    problems: ['a.test.ts: is failed', 'a.test.ts: Cannot find module'],
  });
  expect(countVitest({ testResults: [unit('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
  expect(countVitest(null, 0)).toMatchObject({ passed: 0, failed: 1 });
});

test('R6.1 counts end-to-end specs in nested suites', () => {
  const spec = (status: string): object => ({ title: status, file: 'a.spec.ts', tests: [{ status }] });
  const report = { errors: [], suites: [{ specs: [spec('expected')], suites: [{ specs: [spec('unexpected'), spec('skipped')] }] }] };
  expect(countPlaywright(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 1, problems: ['a.spec.ts: unexpected'] });
  expect(countPlaywright({ suites: [], errors: [{ message: 'No tests found\nx' }] }, 1)).toMatchObject({
    failed: 1,
    problems: ['No tests found'],
  });
});

test('R6.1 ends with one line of counts', () => {
  const count = { passed: 3, failed: 1, skipped: 0, problems: [] };
  expect(lastLine([count, count])).toBe('6 passed, 2 failed');
  expect(lastLine([{ ...count, skipped: 2 }])).toBe('3 passed, 1 failed, 2 skipped');
});
