import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartSvg, markdownHtml, postmortemHtml, postmortemMarkdown, withCharts } from '../../../main/core/postmortem/index.ts';
import { badRelease } from './samples.ts';

const record = badRelease();

/** Tags that the writer itself makes. */
const own = /<\/?(?:h[1-4]|p|ul|ol|li|table|thead|tbody|tr|th|td|hr|br|strong|em|code|pre|a|svg|path|line|text)(?:\s[^<>]*)?\/?>/g;

describe('R1.12 a post-mortem prints and opens anywhere', () => {
  test('R1.12 makes a page that holds its style and charts and loads nothing', () => {
    const html = postmortemHtml('Post-mortem', postmortemMarkdown(record), record.series);
    expect(html).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(html).toContain('@media print');
    expect(html).not.toMatch(/<(?:script|link|img|iframe)/);
    expect(html).not.toMatch(/(?:src|href)="(?!https?:)/);
    expect(html).toContain('<th scope="col">Owner (initials)</th>');
  });

  test('R1.12 shows tags that somebody typed and never runs them', () => {
    const html = markdownHtml('# <img src=x onerror=alert(1)>\n\n<script>alert(1)</script> [a](javascript:alert(1)) "><b>', []);
    expect(html).not.toMatch(/<(?:img|script|b)[\s>]/);
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('&lt;script&gt;');
  });

  test('R1.12 makes no tag but its own, whatever the text is', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      '**',
      '`',
      '\\',
      '|',
      '[',
      '](https://a.example/"x)',
      '# ',
      '- ',
      '\n',
      '\u0001',
      '0',
      'a',
      '![',
      '(chart:errors)',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const html = markdownHtml(parts.join(''), record.series);
        expect(html.replaceAll(own, '')).not.toMatch(/[<>]/);
      }),
    );
  });

  test('R1.12 ends for every text and keeps its words', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 12 }), (lines) => {
        expect(typeof markdownHtml(lines.join('\n'), [])).toBe('string');
      }),
    );
    expect(markdownHtml('1. one\n2. two\n\n---\n\n```\na <b>\n```\n**x** *y* `z`', [])).toBe(
      '<ol><li>one</li><li>two</li></ol>\n<hr>\n<pre><code>a &lt;b&gt;</code></pre>\n<p><strong>x</strong> <em>y</em> <code>z</code></p>',
    );
  });

  test('R1.12 gives escaped signs of Markdown back as they were typed', () => {
    expect(markdownHtml(String.raw`a \| \*b\* \<c\> \\`, [])).toBe('<p>a | *b* &lt;c&gt; \\</p>');
  });
});

describe('R1.12 charts are drawn from the frozen evidence', () => {
  test('R1.12 draws the line and its red bound, with units and times', () => {
    const svg = chartSvg(record.series[0] ?? { gate: '', title: '', unit: '', red: null, points: [] });
    expect(svg).toContain('stroke-dasharray');
    expect(svg).toContain('Error rate, red bound 5 %');
    expect(svg).toContain('16:00:00 UTC');
    expect(svg).toContain('aria-label="Error rate: 8 % at the end, red bound 5 %, 60 readings"');
  });

  test('R1.12 draws numbers only, and never outside the picture', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0));
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 8.64e12 }), value), { maxLength: 20 });
    fc.assert(
      fc.property(points, fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 })), (list, red) => {
        const svg = chartSvg({ gate: 'g', title: '<t>', unit: 'ms', red, points: list.toSorted((a, b) => a[0] - b[0]) });
        const path = /<path d="([^"]*)"/.exec(svg)?.[1] ?? '';
        expect(path).not.toMatch(/NaN|Infinity/);
        expect(svg).not.toContain('<t>');
      }),
    );
  });

  test('R1.12 puts the drawing where the text names it, and leaves a name nobody knows', () => {
    const text = withCharts('a\n\n![Error rate](chart:errors)\n\n![Other](chart:other)', record.series);
    expect(text).toContain('a\n\n<svg');
    expect(text).toContain('![Other](chart:other)');
  });
});
