import { z } from 'zod';
import { firstBadReadings } from '../core/incident/first-bad.ts';
import type { Action } from '../core/model/action.ts';
import type { Decision } from '../core/model/decision.ts';
import type { Incident } from '../core/model/incident.ts';
import { type IncidentEntry, type TimelineKind, timelineKinds } from '../core/model/incident-entry.ts';
import { type VerdictKind, verdictKinds } from '../core/model/verdict.ts';
import { actionsById } from './actions.ts';
import { decisionsById } from './decisions.ts';
import type { Reader } from './handles.ts';
import { entriesById, noteEdits, pinsOf } from './incident-entries.ts';
import { getIncident, lastClosedBefore } from './incidents.ts';
import { number, text, toJson } from './row.ts';

/** Which part of a timeline is asked for: `offset` counts from the oldest item of the kinds. */
export interface TimelineAsk {
  readonly incidentId: string;
  /** All when null. */
  readonly kinds: readonly TimelineKind[] | null;
  readonly offset: number;
  readonly limit: number;
}

interface ItemBase {
  /** Stays the same for as long as the workspace lives: pins name it. */
  readonly id: string;
  readonly at: number;
}

/** One thing that happened, with what was kept of it. */
export type TimelineItem = ItemBase &
  (
    | { readonly kind: 'reading'; readonly gate: string; readonly value: number }
    | {
        readonly kind: 'verdict';
        readonly rolloutId: string;
        readonly gate: string;
        readonly verdict: VerdictKind;
        readonly before: VerdictKind | null;
      }
    | { readonly kind: 'decision'; readonly decision: Decision }
    /** `ended`: the moment at which its outcome was known. */
    | { readonly kind: 'action'; readonly action: Action; readonly ended: boolean }
    | { readonly kind: 'entry'; readonly entry: IncidentEntry; readonly edits: readonly IncidentEntry[] }
  );

export interface TimelinePage {
  readonly total: number;
  /** Items of each kind, whatever kinds were asked for. */
  readonly counts: Readonly<Record<TimelineKind, number>>;
  /** Oldest first. */
  readonly items: readonly TimelineItem[];
  /** Every pinned item, the first pinned first. */
  readonly pinned: readonly TimelineItem[];
}

interface Place {
  readonly kind: TimelineKind;
  readonly id: string;
  readonly at: number;
  /** What `id` does not say. */
  readonly more: string;
}

/** Looked back from an incident without a release, ms. */
const lookBackMs = 6 * 60 * 60_000;

interface Scope {
  readonly rolloutIds: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Which rollouts belong to an incident, and between which times. */
export function timelineScope(reader: Reader, incident: Incident): Scope {
  const to = incident.closedAt ?? Number.MAX_SAFE_INTEGER;
  if (incident.version === null) {
    const from = incident.openedAt - lookBackMs;
    const sql = 'SELECT id FROM rollout WHERE application_id = ? AND created_at <= ? AND (ended_at IS NULL OR ended_at >= ?)';
    return { rolloutIds: reader.all(sql, incident.applicationId, to, from).map((row) => text(row, 'id')), from, to };
  }
  const from = lastClosedBefore(reader, incident);
  const sql = 'SELECT id FROM rollout WHERE application_id = ? AND version = ?';
  return { rolloutIds: reader.all(sql, incident.applicationId, incident.version).map((row) => text(row, 'id')), from, to };
}

/** A verdict counts where its kind differs from the one before it of the same gate; that a gate begins without an opinion is no news. */
const placesSql = `
WITH scope AS (SELECT value AS id FROM json_each(?)), lasts AS (SELECT ? AS a, ? AS b)
SELECT 'verdict' AS kind, rollout_id || '/' || gate || '/' || from_ts AS id, from_ts AS at, json_array(rollout_id, gate, kind, before) AS more FROM (
  SELECT rollout_id, gate, from_ts, kind, lag(kind) OVER (PARTITION BY rollout_id, gate ORDER BY from_ts) AS before
  FROM verdict_span WHERE rollout_id IN (SELECT id FROM scope)), lasts
  WHERE kind IS NOT before AND NOT (before IS NULL AND kind IN ('pending', 'thin')) AND from_ts BETWEEN a AND b
UNION ALL SELECT 'decision', id, at, '' FROM decision, lasts WHERE rollout_id IN (SELECT id FROM scope) AND at BETWEEN a AND b
UNION ALL SELECT 'action', id, created_at, 'asked' FROM action, lasts WHERE rollout_id IN (SELECT id FROM scope) AND created_at BETWEEN a AND b
UNION ALL SELECT 'action', id, finished_at, 'ended' FROM action, lasts
  WHERE rollout_id IN (SELECT id FROM scope) AND created_at BETWEEN a AND b AND finished_at IS NOT NULL
UNION ALL SELECT kind, id, at, 'entry' FROM incident_entry WHERE incident_id = ? AND kind <> 'noteEdited'`;

const known: ReadonlySet<string> = new Set(timelineKinds);
const isKind = (kind: string): kind is TimelineKind => known.has(kind);
const orderOf = new Map(timelineKinds.map((kind, index) => [kind, index]));

const EvidenceShape = z.looseObject({
  series: z
    .array(z.looseObject({ gate: z.string(), red: z.number().nullable(), points: z.array(z.tuple([z.number(), z.number()])) }))
    .default([]),
  verdicts: z.array(z.looseObject({ gate: z.string(), kind: z.string(), value: z.number().nullable(), shadow: z.boolean() })).default([]),
});

function readingPlaces(incident: Incident): Place[] {
  const evidence = EvidenceShape.safeParse(incident.evidence).data;
  return evidence === undefined
    ? []
    : firstBadReadings(evidence.series, evidence.verdicts).map(({ gate, at, value }) => ({
        kind: 'reading',
        id: gate,
        at,
        more: toJson([gate, value]),
      }));
}

/** Every item's place, oldest first; what happened at the same moment in the order of the kinds. */
function placesOf(reader: Reader, incident: Incident): Place[] {
  const scope = timelineScope(reader, incident);
  const stored = reader.all(placesSql, toJson(scope.rolloutIds), scope.from, scope.to, incident.id).flatMap((row): Place[] => {
    const kind = text(row, 'kind');
    return isKind(kind) ? [{ kind, id: text(row, 'id'), at: number(row, 'at'), more: text(row, 'more') }] : [];
  });
  return [...readingPlaces(incident), ...stored].sort(
    (a, b) => a.at - b.at || (orderOf.get(a.kind) ?? 0) - (orderOf.get(b.kind) ?? 0) || (a.id < b.id ? -1 : 1),
  );
}

/** How an item is named from outside. */
function nameOf({ kind, id, more }: Place): string {
  return more === 'ended' ? `${kind}:${id}:ended` : `${more === 'entry' ? 'entry' : kind}:${id}`;
}

const VerdictMore = z.tuple([z.string(), z.string(), z.enum(verdictKinds), z.enum(verdictKinds).nullable()]);
const ReadingMore = z.tuple([z.string(), z.number()]);

/** Fills places with what was kept of each. */
function itemsAt(reader: Reader, incidentId: string, places: readonly Place[]): TimelineItem[] {
  const idsOf = (fits: (place: Place) => boolean): string[] => places.filter(fits).map((place) => place.id);
  const decisions = new Map(
    decisionsById(
      reader,
      idsOf((place) => place.kind === 'decision'),
    ).map((one) => [one.id, one]),
  );
  const actions = new Map(
    actionsById(
      reader,
      idsOf((place) => place.kind === 'action'),
    ).map((one) => [one.id, one]),
  );
  const entryIds = idsOf((place) => place.more === 'entry');
  const entries = new Map(entriesById(reader, entryIds).map((one) => [one.id, one]));
  const edits = Map.groupBy(noteEdits(reader, incidentId, entryIds), ({ body }) => (typeof body['note'] === 'string' ? body['note'] : ''));
  return places.flatMap((place): TimelineItem[] => {
    const base = { id: nameOf(place), at: place.at };
    const entry = entries.get(place.id);
    if (place.more === 'entry') return entry === undefined ? [] : [{ ...base, kind: 'entry', entry, edits: edits.get(entry.id) ?? [] }];
    const decision = decisions.get(place.id);
    if (place.kind === 'decision') return decision === undefined ? [] : [{ ...base, kind: 'decision', decision }];
    const action = actions.get(place.id);
    if (place.kind === 'action') return action === undefined ? [] : [{ ...base, kind: 'action', action, ended: place.more === 'ended' }];
    return [{ ...base, ...fromMore(place) }];
  });
}

function fromMore({ kind, more }: Place) {
  if (kind === 'reading') {
    const [gate, value] = ReadingMore.parse(JSON.parse(more));
    return { kind, gate, value } as const;
  }
  const [rolloutId, gate, verdict, before] = VerdictMore.parse(JSON.parse(more));
  return { kind: 'verdict', rolloutId, gate, verdict, before } as const;
}

function countsOf(places: readonly Place[]): Record<TimelineKind, number> {
  const counts = Object.fromEntries(timelineKinds.map((kind) => [kind, 0])) as Record<TimelineKind, number>;
  for (const { kind } of places) counts[kind] += 1;
  return counts;
}

/** A part of an incident's timeline, with everything that is pinned. Null when there is no such incident. */
export function timelinePage(reader: Reader, ask: TimelineAsk): TimelinePage | null {
  const incident = getIncident(reader, ask.incidentId);
  if (incident === null) return null;
  const places = placesOf(reader, incident);
  const wanted = ask.kinds === null ? places : places.filter((place) => ask.kinds?.includes(place.kind));
  const named = new Map(places.map((place) => [nameOf(place), place]));
  const pinned = pinsOf(reader, incident.id).flatMap(({ entry }) => named.get(entry) ?? []);
  return {
    total: wanted.length,
    counts: countsOf(places),
    items: itemsAt(reader, incident.id, wanted.slice(ask.offset, ask.offset + ask.limit)),
    pinned: itemsAt(reader, incident.id, pinned),
  };
}

/** Whether an item of that name stands in the timeline. */
export function hasTimelineItem(reader: Reader, incident: Incident, id: string): boolean {
  return placesOf(reader, incident).some((place) => nameOf(place) === id);
}
