import { expect, test } from 'vitest';
import { issueWords } from '../../main/core/input-words.ts';
import { IntakeBatch } from '../../main/engine/intake.ts';

test('design 4 says what is missing and what a field must be, without the idiom of the schema', () => {
  const event = { application: 'shop', release: '', kind: 'click', count: 1.5, colour: 'red' };
  const batch = { events: [event] };
  const read = IntakeBatch.safeParse(batch);
  const words = (read.error?.issues ?? []).map((issue) => issueWords(event, { ...issue, path: issue.path.slice(2) }));
  expect(words).toContain('The ts is missing');
  expect(words).toContain('The kind does not fit: it must be one of request, error, auth, crash, session, swUpdate, safeMode');
  expect(words).toContain('The count does not fit: it must be a whole number');
  expect(words).toContain('The release does not fit: it must have at least 1 characters');
  expect(words).toContain('The input does not fit: there is no field "colour"; check the spelling');
});
