import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { namesIn } from '../../../main/core/incident/fill.ts';
import { audiences, messageMoments, readTemplate } from '../../../main/core/incident/templates.ts';
import { fillNames } from '../../../main/core/incident/values.ts';

const folder = join(import.meta.dirname, '../../../resources/templates');

describe('R4.9 templates of messages', () => {
  test('R4.9 takes moment and audience from the file name, and the subject from the first heading', () => {
    expect(readTemplate('start-status-page.md', '\uFEFF\r\n# Trouble\r\n\r\nText\r\n')).toEqual({
      name: 'start-status-page',
      moment: 'start',
      audience: 'status page',
      subject: 'Trouble',
      body: 'Text',
    });
  });

  test('R4.9 takes any other file as a template of its own', () => {
    expect(readTemplate('board.md', 'Just text')).toEqual({
      name: 'board',
      moment: null,
      audience: 'other',
      subject: 'board',
      body: 'Just text',
    });
    expect(readTemplate('resolved-partners.md', '')).toMatchObject({ moment: 'resolved', audience: 'other', body: '' });
    expect(readTemplate('users.md', '').audience).toBe('users');
  });

  test('R1.3 ships a start, an update and an end for people inside, the status page and users, without a name nobody fills', () => {
    const templates = readdirSync(folder).map((file) => readTemplate(file, readFileSync(join(folder, file), 'utf8')));
    for (const moment of messageMoments)
      for (const audience of audiences.filter((one) => one !== 'other'))
        expect(templates.filter((one) => one.moment === moment && one.audience === audience)).toHaveLength(1);
    for (const { subject, body } of templates) for (const name of namesIn(`${subject}\n${body}`)) expect(fillNames).toContain(name);
  });
});
