import { expect, test } from 'vitest';
import { getDrill, interruptDrills, lastRehearsal, listDrills, saveDrill } from '../../main/store/drills.ts';
import { drillDay, playedDrill } from '../support/drill-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

test('R1.12 keeps drills as they were, newest first, and knows when the last one was played to its end', async () => {
  const { reader, writer } = await openTemporary();
  expect(lastRehearsal(reader)).toBeNull();
  saveDrill(writer, { ...playedDrill, state: 'running', endedAt: null, pressed: [] });
  expect(lastRehearsal(reader)).toBeNull();
  saveDrill(writer, playedDrill);
  const later = { ...playedDrill, id: 'drl_2', startedAt: drillDay + 1, state: 'cancelled' as const, containedAt: null };
  saveDrill(writer, later);
  expect(getDrill(reader, 'drl_1')).toEqual(playedDrill);
  expect(listDrills(reader)).toEqual([later, playedDrill]);
  expect(lastRehearsal(reader)).toBe(playedDrill.endedAt);
});

test('R1.12 calls a drill interrupted whose console ended in the middle, and leaves the others', async () => {
  const { reader, writer } = await openTemporary();
  saveDrill(writer, playedDrill);
  saveDrill(writer, { ...playedDrill, id: 'drl_2', state: 'running', endedAt: null });
  expect(interruptDrills(writer, drillDay + 99)).toBe(1);
  expect(getDrill(reader, 'drl_2')).toMatchObject({ state: 'interrupted', endedAt: drillDay + 99 });
  expect(getDrill(reader, 'drl_1')?.state).toBe('contained');
});
