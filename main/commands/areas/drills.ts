import { contract } from '../../contract/index.ts';
import type { drills } from '../../contract/drills.ts';
import { drillsCsv, playable, reminderOf } from '../../core/drill/index.ts';
import { recordPlain } from '../../engine/audit.ts';
import { lastRehearsal, listDrills } from '../../store/drills.ts';
import { transaction } from '../../store/open.ts';
import { Refused } from '../problems.ts';
import { fleetNeeds } from '../rows/all-needs.ts';
import { drillRow } from '../rows/drill-row.ts';
import { settingsOf } from '../settings.ts';
import type { DrillHost, HandlersFor, Presser, World } from '../world.ts';

function hostOf(world: World): DrillHost {
  if (world.drills === null)
    throw new Refused('A fire drill needs a running console: start one with npm start, or use the command drill for one without a person.');
  return world.drills;
}

function isChanging(name: string): boolean {
  return Object.entries(contract).some(([known, spec]) => known === name && spec.mutates);
}

function told(world: World, caller: Presser, action: string, reason: string, after: Record<string, string | boolean>): void {
  recordPlain(world.deps, { actor: caller.actor, action, trigger: caller.trigger, reason, after });
}

export const drillHandlers: HandlersFor<typeof drills> = {
  'drills.offer'(world) {
    const { drillEveryDays } = settingsOf(world);
    return {
      available: world.drills !== null,
      scenarios: [...(world.drills?.scenarios() ?? [])],
      reminder: reminderOf(lastRehearsal(world.deps.store.reader), drillEveryDays, world.deps.clock.now()),
    };
  },
  'drills.prepare': async (world, input) => await hostOf(world).prepare(input),
  async 'drills.begin'(world, input, caller) {
    const record = await hostOf(world).begin(input, caller.actor, (begun) => {
      told(world, caller, 'drill.begun', `Fire drill: ${begun.title}`, { drill: begun.id, plan: begun.planName, byHand: begun.byHand });
      caller.keep(drillRow(begun, listDrills(world.deps.store.reader)));
    });
    return drillRow(record, listDrills(world.deps.store.reader));
  },
  'drills.now'(world) {
    const record = world.drills?.now() ?? null;
    return {
      drill: record === null ? null : drillRow(record, listDrills(world.deps.store.reader)),
      now: world.deps.clock.now(),
      realNeeds: fleetNeeds(world).filter((need) => need.severity === 'danger').length,
    };
  },
  async 'drills.call'(world, input, caller) {
    const host = hostOf(world);
    if (isChanging(input.name) && !playable(input.name))
      throw new Refused('This is not part of a fire drill. Put the drill away to do it in the real console.');
    return { result: await host.call(input.name, input.input, caller, input.key) };
  },
  async 'drills.end'(world, _input, caller) {
    const record = await hostOf(world).end();
    const row = drillRow(record, listDrills(world.deps.store.reader));
    transaction(world.deps.store.writer, () => {
      told(world, caller, 'drill.ended', `Fire drill: ${record.title}`, { drill: record.id, result: record.state });
      caller.keep(row);
    });
    return row;
  },
  'drills.list'(world, input) {
    const all = listDrills(world.deps.store.reader);
    return all.slice(0, input.limit).map((record) => drillRow(record, all));
  },
  'drills.csv': (world) => ({ text: drillsCsv(listDrills(world.deps.store.reader)) }),
};
