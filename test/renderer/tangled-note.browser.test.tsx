import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { deepestDrawn, tooTangled } from '../../renderer/parts/markdown-bounds.ts';
import { timelineAnswer, timelineRow } from '../support/fixture/incident-room.ts';
import { incident } from '../support/fixture/incidents.ts';
import { openApp } from '../support/open-app.tsx';

/** Each of these took seconds to read as Markdown, or more calls inside calls than a window has. */
const tangled = {
  quotes: `${'>'.repeat(10_000)} deep`,
  lists: '1. '.repeat(6000),
  emphasis: `${'*a _b '.repeat(1500)}${'c_ d* '.repeat(1500)}`,
  'lines that go on in a quote': `${'>'.repeat(5000)}a\n${'b\n'.repeat(7000)}`,
  length: 'word '.repeat(50_000),
};

function openNote(text: string): void {
  const note = timelineRow('entry:n', 'note', incident.incident.openedAt, 'Note', { text });
  openApp('/incidents/inc-1', { prepare: (fake) => fake.answer('incidents.timeline', (input) => timelineAnswer([note], input)) });
}

describe('a hostile note', () => {
  test.each(Object.entries(tangled))('R3.6 is shown as typed and does not hold up the room: %s', async (_what, text) => {
    const begun = performance.now();
    expect(tooTangled(text)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(200);
    openNote(text);
    await expect.element(page.getByText('Shown as typed: it is too long or nested too deeply to be formatted.')).toBeVisible();
    expect(document.querySelector('blockquote')).toBeNull();
  });

  test('R3.6 is drawn to a bounded depth where lists are nested line by line, and the rest as typed', async () => {
    const lines = Array.from({ length: 60 }, (_unused, depth) => `${'  '.repeat(depth)}- level ${depth}.`);
    expect(tooTangled(lines.join('\n'))).toBe(false);
    openNote(lines.join('\n'));
    await expect.element(page.getByText('level 0.', { exact: true })).toBeVisible();
    expect(document.querySelectorAll('main li li').length).toBeLessThanOrEqual(deepestDrawn);
    expect(document.querySelector('main')?.textContent).toContain('level 59.');
  });

  test('R3.6 leaves what people write as it was: quotes, lists, rules, emphasis and a long log', () => {
    const log = Array.from({ length: 400 }, (_unused, line) => `12:00:${line} GET /sign_in?user_id=${line} **500**\n`).join('\n');
    for (const text of ['> > a', '- a\n  - b\n    1. c', '- - - - - -\n\n***', '**a** _b_ `c`', log]) expect(tooTangled(text)).toBe(false);
  });
});
