import type { history, ImportBegin, ImportRow } from '../../contract/history.ts';
import { writeReleases } from '../../core/history/index.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { recordPlain } from '../../engine/audit.ts';
import {
  beginImport,
  dropImport,
  getImport,
  type HistoryImport,
  keepImport,
  listImports,
  sweepDropped,
} from '../../store/history-imports.ts';
import { transaction } from '../../store/open.ts';
import { pastRollouts } from '../../store/past-rollouts.ts';
import { exportPage } from '../history/export.ts';
import { checkRange, fetchPart } from '../history/fetch-range.ts';
import { storeReleases } from '../history/import-releases.ts';
import { knownApplication, metricNamed, type Place, placeOf } from '../history/place.ts';
import { forgetLost, giveUp, openSession, type Session, sessionOf, sessionsOf, takePiece, takeRows } from '../history/sessions.ts';
import { NotFound, Refused } from '../problems.ts';
import type { HandlersFor, Presser, World } from '../world.ts';

function importRow({ mapping: _mapping, reached: _reached, ...row }: HistoryImport): ImportRow {
  return row;
}

async function checkedPlace(world: World, begun: ImportBegin): Promise<Place | null> {
  if (begun.kind === 'releases') {
    if (begun.applicationId !== null) knownApplication(world, begun.applicationId);
    return null;
  }
  const place = await placeOf(world, begun);
  if (begun.kind === 'range') checkRange(world, begun, place);
  else if (begun.metric !== null) {
    const metric = metricNamed(place.plan, begun.metric);
    if (typeof metric === 'string') throw new Refused(metric);
  }
  return place;
}

/**
 * A range of the same series that was begun and not finished, and that reaches into this one: `--from 30d` means another time
 * whenever it is said.
 */
function sameRange(world: World, mapping: JsonObject): HistoryImport | null {
  const words = ({ from: _from, to: _to, ...rest }: JsonObject): string => JSON.stringify(rest);
  const fits = (one: HistoryImport): boolean =>
    one.kind === 'range' &&
    words(one.mapping) === words(mapping) &&
    Number(one.mapping['from']) <= Number(mapping['from']) &&
    (one.reached ?? Number(mapping['from'])) >= Number(mapping['from']);
  return listImports(world.deps.store.reader, ['loading']).find(fits) ?? null;
}

function begin(world: World, begun: ImportBegin, place: Place | null): { importId: string; fetchFrom: number | null } {
  forgetLost(world);
  sweepDropped(world.deps.store.writer);
  const mapping: JsonObject = { ...begun, ...(place === null ? {} : { planHash: place.planHash }) };
  const again = begun.kind === 'range' ? sameRange(world, mapping) : null;
  const importId = again?.id ?? world.deps.newId('imp');
  if (again === null) {
    const name = begun.kind === 'range' ? `${begun.metric} of ${begun.applicationId}` : begun.name;
    beginImport(world.deps.store.writer, { id: importId, kind: begun.kind, name, mapping, createdAt: world.deps.clock.now() });
  }
  openSession(world, importId, begun, place);
  if (begun.kind !== 'range') return { importId, fetchFrom: null };
  return {
    importId,
    fetchFrom: again?.reached === null || again === null ? begun.from : Math.min(again.reached + begun.stepMs, begun.to + 1),
  };
}

/** A throw undoes what the store was told, but not what the reader has read: the import cannot go on. */
function orEnd<T>(world: World, importId: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    sessionsOf(world).delete(importId);
    throw error;
  }
}

function warningsOf(session: Session): string[] {
  if (session.overOne === 0) return [];
  return [
    `${session.overOne} values of a rate are above 1. Rates are 0–1: when the file is in percent, remove this import and use a scale of 0.01.`,
  ];
}

function keep(world: World, importId: string, reason: string, caller: Presser): ImportRow | null {
  sessionsOf(world).delete(importId);
  const loaded = getImport(world.deps.store.reader, importId);
  if (loaded === null || loaded.added === 0) {
    dropImport(world.deps.store.writer, importId);
    return null;
  }
  keepImport(world.deps.store.writer, importId, world.deps.clock.now());
  const { id, kind, name, added, known, differing } = loaded;
  audit(world, caller, 'history.imported', reason, { id, kind, name, added, known, differing });
  const kept = getImport(world.deps.store.reader, importId);
  return kept === null ? null : importRow(kept);
}

function audit(world: World, caller: Presser, action: string, reason: string, after: JsonObject): void {
  recordPlain(world.deps, { actor: caller.actor, action, trigger: caller.trigger, reason, after });
  world.deps.changed({ table: 'reload', what: 'history' });
}

export const historyHandlers: HandlersFor<typeof history> = {
  'history.imports': (world) => listImports(world.deps.store.reader, ['kept', 'loading']).map(importRow),
  async 'history.begin'(world, input, caller) {
    const place = await checkedPlace(world, input);
    return transaction(world.deps.store.writer, () => {
      const answer = begin(world, input, place);
      caller.keep(answer);
      return answer;
    });
  },
  'history.append': (world, input) => orEnd(world, input.importId, () => takePiece(world, input.importId, input.part, input.text)),
  async 'history.fetch'(world, input, caller) {
    const { begun, place } = sessionOf(world, input.importId);
    if (begun.kind !== 'range' || place === null) throw new Refused(`Import ${input.importId} takes a file and fetches nothing.`);
    return await fetchPart(world, input.importId, begun, place, input, caller.keep);
  },
  'history.finish'(world, input, caller) {
    return orEnd(world, input.importId, () => {
      const session = sessionOf(world, input.importId);
      const rest = session.reader?.finish() ?? { rows: [], problems: [] };
      const problems =
        session.begun.kind === 'releases'
          ? storeReleases(world, input.importId, session)
          : takeRows(world, input.importId, session, rest.rows, rest.problems).problems;
      if (problems.length > 0) {
        giveUp(world, input.importId);
        return { row: null, known: 0, differing: 0, problems, warnings: [] };
      }
      const { known = 0, differing = 0 } = getImport(world.deps.store.reader, input.importId) ?? {};
      return { row: keep(world, input.importId, input.reason, caller), known, differing, problems: [], warnings: warningsOf(session) };
    });
  },
  'history.remove'(world, input, caller) {
    const found = getImport(world.deps.store.reader, input.importId);
    if (found === null) throw new NotFound(`There is no import ${input.importId}.`);
    if (found.state !== 'dropped') {
      giveUp(world, found.id);
      if (found.state === 'kept')
        audit(world, caller, 'history.removed', input.reason, { id: found.id, name: found.name, added: found.added });
    }
    return { left: sweepDropped(world.deps.store.writer) };
  },
  async 'history.export'(world, input) {
    return exportPage(world, await placeOf(world, input), input);
  },
  'history.exportReleases'(world, input) {
    if (input.applicationId !== null) knownApplication(world, input.applicationId);
    const only = input.applicationId === null ? {} : { applicationId: input.applicationId };
    const releases = pastRollouts(world.deps.store.reader, { from: input.from, to: input.to, ...only });
    return { text: writeReleases(input.format, releases), rows: releases.length };
  },
};
