import { expect, test } from 'vitest';
import { listApplications, saveApplication } from '../../main/store/applications.ts';
import { openTemporary } from '../support/store-samples.ts';

test('R6.1 keeps applications by name, and takes a new name for a known one', async () => {
  const { writer, reader } = await openTemporary();
  saveApplication(writer, { id: 'b', name: 'Harbor' });
  saveApplication(writer, { id: 'a', name: 'Pryde' });
  saveApplication(writer, { id: 'a', name: 'Anchor' });
  expect(listApplications(reader)).toEqual([
    { id: 'a', name: 'Anchor' },
    { id: 'b', name: 'Harbor' },
  ]);
});
