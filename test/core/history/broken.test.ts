import { describe, expect, test } from 'vitest';
import { problemInWords, type ReadingFormat, readingsReader, readReleases, type ReleaseFormat } from '../../../main/core/history/index.ts';

const range = { earliest: Date.UTC(2000), latest: Date.UTC(2026, 11) };
const at = '1763000000';
const head = 'metric,release,ts,value,samples\n';

function problemsOf(format: ReadingFormat, text: string): string[] {
  const reader = readingsReader(format, range);
  return [...reader.feed(text).problems, ...reader.finish().problems].map(problemInWords);
}

describe('a broken file of readings', () => {
  test.each<[string, ReadingFormat, string, string]>([
    ['empty', 'csv', '', 'the file is empty. The first line names the columns'],
    ['no header', 'csv', `errors,1.0,${at},0.1,5\n`, 'line 1: column "errors" is not known. Known columns: metric, release'],
    ['a column missing', 'csv', 'metric,value\n', 'line 1: the first line must name the columns; missing: ts'],
    ['a column twice', 'csv', 'ts,value,ts\n', 'line 1: column ts is there twice'],
    ['a field too few', 'csv', `${head}errors,1.0,${at},0.1\n`, 'line 2: there are 4 fields where the first line names 5 columns'],
    ['no number', 'csv', `${head}errors,1.0,${at},high,5\n`, 'line 2: value "high" is not a number'],
    ['an empty value', 'csv', `${head}errors,1.0,${at},,5\n`, 'line 2: value is empty'],
    ['a decimal comma', 'csv', `metric;release;ts;value;samples\nerrors;1.0;${at};0,1;5\n`, 'line 2: value "0,1" has a decimal comma'],
    ['NaN', 'csv', `${head}errors,1.0,${at},NaN,5\n`, 'line 2: value is NaN, which is no measured value'],
    ['no time', 'csv', `${head}errors,1.0,yesterday,0.1,5\n`, 'line 2: ts "yesterday" is not a time'],
    ['a time without a zone', 'csv', `${head}errors,1.0,2026-03-01T10:00:00,0.1,5\n`, 'line 2: ts "2026-03-01T10:00:00" is not a time'],
    ['a time in µs', 'csv', `${head}errors,1.0,${at}000000,0.1,5\n`, 'line 2: ts "1763000000000000" lies in the future. Check its unit'],
    ['a time in minutes', 'csv', `${head}errors,1.0,29383333,0.1,5\n`, 'line 2: ts "29383333" lies before the year 2000'],
    ['negative samples', 'csv', `${head}errors,1.0,${at},0.1,-5\n`, 'line 2: samples "-5" is below zero'],
    ['an open quote', 'csv', `${head}"errors,1.0,${at},0.1,5\nerrors,1.0,${at},0.1,5\n`, 'line 2: a quote that opens here is never closed'],
    ['a stray quote', 'csv', `${head}er"r"ors,1.0,${at},0.1,5\n"a"b,1.0,${at},0.1,5\n`, 'line 3: a quote stands where none belongs'],
    ['a binary file', 'csv', 'x'.repeat(70_000), 'a line is longer than 65536 characters'],
    ['a far line', 'csv', `${head}${`errors,1.0,${at},0.1,5\n`.repeat(999)}errors,1.0,${at},x,5\n`, 'line 1001: value "x"'],
    ['a line after two in quotes', 'csv', `${head}"er\nrors",1.0,${at},0.1,5\nerrors,1.0,${at},x,5\n`, 'line 4: value "x"'],
    ['no end', 'openmetrics', `errors{release="1"} 0.1 ${at}\n`, 'the file does not end with # EOF: it may be cut off'],
    ['more after the end', 'openmetrics', `# EOF\nerrors 0.1 ${at}\n`, 'line 2: something follows # EOF'],
    ['no time', 'openmetrics', 'errors 0.1\n# EOF\n', 'line 1: errors has no time'],
    [
      'no value',
      'openmetrics',
      '# TYPE errors gauge\nerrors{release="1"}\n# EOF\n',
      'line 2: after errors there must be a value and a time',
    ],
    ['an open label', 'openmetrics', `errors{release="1} 0.1 ${at}\n# EOF\n`, 'line 1: the labels of errors are not readable'],
    [
      'labels without a comma',
      'openmetrics',
      `errors{release="1" channel="a"} 0.1 ${at}\n# EOF\n`,
      'line 1: the labels of errors are not readable',
    ],
    ['a label twice', 'openmetrics', `errors{release="1",release="2"} 0.1 ${at}\n# EOF\n`, 'line 1: label release is there twice'],
    ['no name', 'openmetrics', `{release="1"} 0.1 ${at}\n# EOF\n`, 'does not begin with a metric name'],
    ['no number', 'openmetrics', `errors high ${at}\n# EOF\n`, 'line 1: value "high" is not a number'],
    ['no JSON', 'jsonl', '{"ts":1\n', 'line 1: this is not JSON'],
    ['an unknown field', 'jsonl', `{"ts":${at},"value":1,"valeu":2}\n`, 'line 1: row: '],
    ['a value of the wrong kind', 'jsonl', `\n{"ts":${at},"value":true}\n`, 'line 2: value: '],
    ['no value', 'jsonl', `{"ts":${at}}\n`, 'line 1: value is empty'],
  ])('R4.11 with %s (%s) is told with its line', (_what, format, text, message) => {
    expect(problemsOf(format, text)[0]).toContain(message);
  });

  test('R4.11 is told all that is wrong with a line at once', () => {
    expect(problemsOf('csv', `${head}errors,1.0,never,high,few\n`)[0]).toMatch(/ts .*; value .*; samples /);
  });
});

describe('OpenMetrics of others', () => {
  test('R4.11 is read with s and ms, escapes, exemplars and values that say nothing', () => {
    const reader = readingsReader('openmetrics', range);
    const text = [
      '# TYPE app_errors gauge',
      '# HELP app_errors Share of requests that failed',
      `app_errors{release="a\\"b\\\\c\\nd", channel="beta" } 0.25 ${at}.5 # {trace_id="x"} 0.3 ${at}.1`,
      `app_errors{release="2"} 1e-3 ${at}000`,
      `app_errors{release="2"} NaN ${at}`,
      `app_errors_samples{release="2"} 40 ${at}`,
      '# EOF',
    ].join('\r\n');
    const rows = [...reader.feed(text).rows, ...reader.finish().rows];
    expect(rows).toEqual([
      {
        line: 3,
        metric: 'app_errors',
        labels: { release: 'a"b\\c\nd', channel: 'beta', platform: '*' },
        ts: 1_763_000_000_500,
        value: 0.25,
        samples: null,
      },
      {
        line: 4,
        metric: 'app_errors',
        labels: { release: '2', channel: '*', platform: '*' },
        ts: 1_763_000_000_000,
        value: 0.001,
        samples: null,
      },
      {
        line: 6,
        metric: 'app_errors',
        labels: { release: '2', channel: '*', platform: '*' },
        ts: 1_763_000_000_000,
        value: null,
        samples: 40,
      },
    ]);
  });
});

describe('a broken file of releases', () => {
  const columns = 'version,percent,from,to,outcome\n';
  const step = (over: object): string => JSON.stringify({ percent: 10, from: Number(at), to: Number(at) + 60, ...over });

  test.each<[string, ReleaseFormat, string, string]>([
    ['nothing in it', 'csv', '', 'the file is empty'],
    ['only a header', 'csv', columns, 'there are no releases in this file'],
    [
      'an unknown outcome',
      'csv',
      `${columns}1.0,10,${at},${at},great\n`,
      'line 2: outcome "great" is not known. Known: completed, rolledBack',
    ],
    ['a share above 100', 'csv', `${columns}1.0,110,${at},${at},completed\n`, 'line 2: percent "110" is not between 0 and 100'],
    ['no version', 'csv', `${columns},10,${at},${at},completed\n`, 'line 2: version is empty'],
    ['an end before the beginning', 'csv', `${columns}1.0,10,${at},1762000000,completed\n`, 'line 2: the step ends before it begins'],
    ['no end', 'csv', `${columns}1.0,10,${at},,rolled back\n`, 'line 2: a release that ended needs decidedAt'],
    ['a step too many fields', 'csv', `${columns}1.0,10,${at},${at},completed,x\n`, 'line 2: there are 6 fields'],
    ['no JSON', 'json', '[\n{"version": "1.0",,}\n]', 'line 2: this is not valid JSON'],
    ['no list', 'json', '{}', 'line 1: the file must be a list of releases'],
    ['no steps', 'json', '[\n\n{"version":"1.0","outcome":"completed"}]', 'line 3: steps must be a list'],
    ['an unknown field', 'json', `[{"verson":"1.0","steps":[${step({})}]}]`, 'line 1: verson: not known here'],
    [
      'steps that overlap',
      'json',
      `[{"version":"1.0","outcome":"completed","steps":[\n${step({})},\n${step({ from: Number(at) + 10 })}]}]`,
      'line 3: the step begins before',
    ],
  ])('R4.11 with %s (%s) is told with its line', (_what, format, text, message) => {
    expect(readReleases(format, text, range).problems.map(problemInWords)[0]).toContain(message);
  });
});
