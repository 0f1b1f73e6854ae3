import { expect, test } from 'vitest';
import type { CheckResult } from '../../main/core/model/check.ts';
import { systemActor } from '../../main/core/model/actor.ts';
import type { Incident } from '../../main/core/model/incident.ts';
import { checksOf, saveCheck } from '../../main/store/checks.ts';
import { getIncident, insertIncident, listIncidents, openIncidentOf, updateIncident } from '../../main/store/incidents.ts';
import { getSetting, putSetting } from '../../main/store/settings.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

const incident: Incident = {
  id: 'inc_1',
  applicationId: 'harbor',
  version: '4.8.0',
  severity: 'P1',
  severitySince: now,
  title: 'Error rate on Harbor web',
  openedAt: now,
  openedBy: systemActor,
  reason: '',
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  evidence: { points: [[now, 0.07]], targets: ['web'] },
};

test('R6.2 keeps an incident with its frozen evidence', async () => {
  const { writer, reader } = await openTemporary();
  insertIncident(writer, incident);
  expect(getIncident(reader, 'inc_1')).toEqual(incident);
  expect(openIncidentOf(reader, 'harbor', '4.8.0')).toEqual(incident);
  updateIncident(writer, 'inc_1', { severity: 'P0', closedAt: now + 1 });
  expect(getIncident(reader, 'inc_1')).toEqual({ ...incident, severity: 'P0', closedAt: now + 1 });
  expect([openIncidentOf(reader, 'harbor', '4.8.0'), getIncident(reader, 'inc_2')]).toEqual([null, null]);
});

test('R6.2 lists incidents newest first, open, closed or all', async () => {
  const { writer, reader } = await openTemporary();
  insertIncident(writer, incident);
  insertIncident(writer, { ...incident, id: 'inc_2', openedAt: now + 1, closedAt: now + 2 });
  const ids = (filter: Parameters<typeof listIncidents>[1]): string[] => listIncidents(reader, filter).map((one) => one.id);
  expect([ids({}), ids({ open: true }), ids({ open: false }), ids({ limit: 1 })]).toEqual([
    ['inc_2', 'inc_1'],
    ['inc_1'],
    ['inc_2'],
    ['inc_2'],
  ]);
});

test('R1.4 keeps the latest answer of a check for each moment and stage', async () => {
  const { writer, reader } = await openTemporary();
  const result: CheckResult = {
    check: 'guardian',
    moment: 'beforeStart',
    stage: -1,
    passed: null,
    summary: 'Not reached',
    items: [{ name: 'security scan', passed: false, detail: 'one finding' }],
    at: now,
  };
  saveCheck(writer, 'ro_1', result);
  saveCheck(writer, 'ro_1', { ...result, passed: true });
  saveCheck(writer, 'ro_1', { ...result, moment: 'afterStage', stage: 0 });
  expect(checksOf(reader, 'ro_1')).toEqual([
    { ...result, passed: true },
    { ...result, moment: 'afterStage', stage: 0 },
  ]);
});

test('R6.1 keeps settings of any shape, and a stored null apart from none', async () => {
  const { writer, reader } = await openTemporary();
  expect(getSetting(reader, 'theme')).toBeNull();
  putSetting(writer, 'theme', 'dark');
  putSetting(writer, 'theme', { mode: ['dark', 1, true, null] });
  putSetting(writer, 'empty', null);
  expect(getSetting(reader, 'theme')).toEqual({ mode: ['dark', 1, true, null] });
  expect(reader.one("SELECT value FROM setting WHERE key = 'empty'")).toEqual({ value: 'null' });
});
