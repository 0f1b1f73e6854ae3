/** Counts of a vitest JSON report; a file that does not load, or an error outside any test, counts as one failure. */
export function countVitest(report, status) {
  if (!report) return broken('The unit tests did not run to their end');
  const count = { passed: 0, failed: 0, skipped: 0, problems: [] };
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') count.passed += 1;
      else if (test.status === 'failed') fail(count, `${file.name}: ${test.fullName}`);
      else count.skipped += 1;
    }
    const silent = file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
    if (silent) fail(count, `${file.name}: ${String(file.message ?? 'did not load').split('\n')[0]}`);
  }
  return unexplained(count, status, 'The unit tests ended with an error outside any test');
}

/** Counts of a Playwright JSON report. */
export function countPlaywright(report, status) {
  if (!report) return broken('The end-to-end specs did not run to their end');
  const count = { passed: 0, failed: 0, skipped: 0, problems: [] };
  for (const { title, file, tests } of report.suites.flatMap(specsIn)) {
    for (const test of tests) {
      if (test.status === 'skipped') count.skipped += 1;
      else if (test.status === 'unexpected') fail(count, `${file}: ${title}`);
      else count.passed += 1;
    }
  }
  for (const error of report.errors) fail(count, String(error.message).split('\n')[0]);
  return unexplained(count, status, 'The end-to-end specs ended with an error outside any spec');
}

/** The one line that tools read: `N passed, N failed`, and `N skipped` when there are any. */
export function lastLine(counts) {
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function specsIn(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsIn)];
}

function fail(count, problem) {
  count.failed += 1;
  count.problems.push(problem);
}

function unexplained(count, status, problem) {
  if (status !== 0 && count.failed === 0) fail(count, problem);
  return count;
}

function broken(problem) {
  return { passed: 0, failed: 1, skipped: 0, problems: [problem] };
}
