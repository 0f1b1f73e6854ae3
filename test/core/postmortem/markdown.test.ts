import { describe, expect, test } from 'vitest';
import { postmortemMarkdown } from '../../../main/core/postmortem/index.ts';
import { badRelease, grace } from './samples.ts';

function sectionOf(markdown: string, title: string): string {
  return markdown.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
}

describe('R1.12 a post-mortem is drafted from the record', () => {
  test('R1.12 holds every section, in an order that can be read', () => {
    const titles = [...postmortemMarkdown(badRelease()).matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      'What happened',
      'Facts',
      'Impact',
      'Readings',
      'Recovery',
      'Timeline',
      'Decisions',
      'What went well',
      'Open questions',
      'Follow-ups',
    ]);
  });

  test('R1.12 says how many users had it at most and have it now, and where the numbers come from', () => {
    const impact = sectionOf(postmortemMarkdown(badRelease()), 'Impact');
    expect(impact).toContain('- At the worst: At most 13,200 of 132,000 users (10 %).\n- Now: At most 800 of 132,000 users (0.61 %).');
    expect(impact).toContain('| web | 12,400 users (10 %) | 0 users (0 %) | The platform offers it to 0 %. |');
  });

  test('R1.12 never makes a number up: what nobody counted is said and asked for', () => {
    const reach = [{ target: 'web', usersMax: null, usersNow: null, percentMax: 10, percentNow: null, source: 'Nobody knows' }];
    const text = postmortemMarkdown(badRelease({ reach }));
    expect(sectionOf(text, 'Impact')).toContain('| web | not known (10 %) | not known | Nobody knows |');
    expect(sectionOf(text, 'Open questions')).toContain('How many users had it on web?');
    expect(sectionOf(text, 'Follow-ups')).toContain('Say how many users web has');
  });

  test('R1.12 names people by their roles everywhere, and leaves the owner of a follow-up to be filled in', () => {
    const text = postmortemMarkdown(badRelease({ title: 'Rolled back by Grace Hopper' }));
    expect(text).not.toContain('Grace');
    expect(text).toContain('Rolled back by an operator.');
    expect(text).toContain('Note by an operator: an operator looks at the log.');
    expect(sectionOf(text, 'Follow-ups')).toContain('| What | Owner (initials) | By |');
  });

  test('R1.12 leaves an account name alone that is a plain word', () => {
    const root = { ...grace, name: 'root' };
    const entries = [{ at: 0, kind: 'note', actor: root, text: 'The root cause is not known' }];
    expect(postmortemMarkdown(badRelease({ entries }))).toContain('The root cause is not known');
  });

  test('R1.12 tells a decision that fell on two targets at once only once, and waiting not at all', () => {
    const decisions = sectionOf(postmortemMarkdown(badRelease()), 'Decisions');
    expect(decisions.match(/took it back/g)).toHaveLength(1);
    expect(decisions).toContain('Tidegate took it back (on web and desktop): Error rate is 8 %.');
    expect(decisions).not.toContain('under way');
  });

  test('R1.12 finds by the record what went well, and asks about what it cannot answer', () => {
    const text = postmortemMarkdown(badRelease());
    const well = sectionOf(text, 'What went well');
    expect(well).toContain('A gate saw it 15 s after the first reading beyond its red bound.');
    expect(well).toContain('Tidegate took it back or paused it without waiting for a person.');
    expect(well).toContain('within 30 s of the decision');
    expect(well).toContain('at most 10 % on any target');
    const open = sectionOf(text, 'Open questions');
    expect(open).toContain('Why did desktop not take the write at first? The platform answered 503.');
    expect(open).toContain('Are users well again?');
    expect(open).toContain('Were the users who had it told?');
  });

  test('R1.12 counts users as told once a message for them is recorded', () => {
    const text = postmortemMarkdown(badRelease({ told: ['users', 'status page'] }));
    expect(sectionOf(text, 'What went well')).toContain('People were told: users and status page.');
    expect(sectionOf(text, 'Open questions')).not.toContain('Were the users who had it told?');
  });

  test('R1.12 stays readable for an incident of which nothing is recorded', () => {
    const empty = { reach: [], series: [], verdicts: [], decisions: [], actions: [], entries: [] };
    const text = postmortemMarkdown(badRelease(empty));
    expect(text).toContain('No target is recorded.');
    expect(text).toContain('No readings were frozen when the incident opened.');
    expect(text).toContain('No decision was recorded.');
  });

  test('R4.9 names the application alone when no release is known to have caused it', () => {
    const text = postmortemMarkdown(badRelease({ version: null }));
    expect(text).toContain('# Post-mortem: Harbor\n');
    expect(text).toContain('| Release | no release is known to have caused it |');
  });

  test('R1.12 cuts a very long timeline and says so', () => {
    const entries = Array.from({ length: 5000 }, (_, index) => ({ at: index * 1000, kind: 'note', actor: grace, text: `Note ${index}` }));
    const timeline = sectionOf(postmortemMarkdown(badRelease({ entries })), 'Timeline');
    expect(timeline.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(200);
    expect(timeline).toMatch(/\d+ more lines are in the incident itself/);
  });

  test('R1.12 marks what happened on the practice fleet', () => {
    expect(postmortemMarkdown(badRelease({ practice: true }))).toContain('Practice fleet: no real user was affected.');
  });

  test('R4.9 keeps signs of Markdown in what people and platforms wrote from making a structure', () => {
    const text = postmortemMarkdown(badRelease({ title: 'a | b\n# c <script>', application: '**x**' }));
    expect(text).toContain(String.raw`a \| b \# c \<script\>`);
    expect(text).toContain(String.raw`# Post-mortem: \*\*x\*\* 4.8.1`);
  });
});
