import { z } from 'zod';
import { IncidentEvidence } from '../../contract/incidents.ts';
import type { PlaybookBlock, PlaybookPage, PlaybookRow } from '../../contract/playbooks.ts';
import { fill, type FillValues } from '../../core/incident/fill.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { IncidentEntry } from '../../core/model/incident-entry.ts';
import type { Surface } from '../../core/model/surface.ts';
import { listInWords } from '../../core/words.ts';
import { type BreachFacts, playbookValues, stepsOf, suggestionOf, type Trouble } from '../../core/playbook/index.ts';
import { listApplications } from '../../store/applications.ts';
import { incidentEntries } from '../../store/incident-entries.ts';
import { rolloutsOfRelease } from '../../store/rollouts.ts';
import { getTarget, listTargets } from '../../store/targets.ts';
import type { PlaybookFile } from '../playbook-files.ts';
import type { World } from '../world.ts';
import { fillFactsOf } from './incident-record.ts';

const TickBody = z.looseObject({ playbook: z.string(), step: z.string(), done: z.boolean(), reason: z.string().default('') });

/** The last tick of a step, with what it said. */
export interface Tick {
  readonly entry: IncidentEntry;
  readonly playbook: string;
  readonly step: string;
  readonly done: boolean;
  readonly reason: string;
}

/** How the steps of every playbook stand in an incident: the last tick of each. */
export function ticksOf({ deps }: Pick<World, 'deps'>, incidentId: string): ReadonlyMap<string, Tick> {
  const entries = incidentEntries(deps.store.reader, incidentId, 'tick').map((entry) => ({ entry, ...TickBody.parse(entry.body) }));
  return new Map(entries.map((tick) => [`${tick.playbook}/${tick.step}`, tick]));
}

/** Gates that were red when the incident opened, the worst first. */
function redOf(incident: Incident): readonly (BreachFacts & { readonly title: string })[] {
  const { verdicts, series } = IncidentEvidence.parse(incident.evidence);
  const rank = { emergency: 0, red: 1 } as const;
  return verdicts
    .flatMap((verdict) => (verdict.kind === 'emergency' || verdict.kind === 'red' ? [{ ...verdict, kind: verdict.kind }] : []))
    .filter(({ shadow }) => !shadow)
    .toSorted((a, b) => rank[a.kind] - rank[b.kind])
    .map(({ gate, title, value, baseline }) => {
      const frozen = series.find((one) => one.gate === gate);
      return { gate, title, value, baseline, metric: frozen?.metric ?? '', unit: frozen?.unit ?? '', bound: frozen?.red ?? null };
    });
}

function troubleOf({ deps }: World, incident: Incident): Trouble {
  const { reader } = deps.store;
  const rollouts = incident.version === null ? [] : rolloutsOfRelease(reader, incident.applicationId, incident.version);
  const targets =
    rollouts.length === 0 ? listTargets(reader, incident.applicationId) : rollouts.flatMap((one) => getTarget(reader, one.targetId) ?? []);
  const [broke] = IncidentEvidence.parse(incident.evidence).targets;
  const sorted = targets.toSorted((a, b) => Number(b.name === broke) - Number(a.name === broke));
  return { severity: incident.severity, red: redOf(incident), surfaces: [...new Set(sorted.map((target) => target.surface))] };
}

function isFor(world: World, { playbook }: PlaybookFile, incident: Incident): boolean {
  if (playbook.applications.length === 0) return true;
  const name = listApplications(world.deps.store.reader).find((one) => one.id === incident.applicationId)?.name ?? '';
  const wanted = playbook.applications.map((one) => one.toLowerCase());
  return wanted.includes(incident.applicationId.toLowerCase()) || wanted.includes(name.toLowerCase());
}

function rowOf({ name, origin, playbook }: PlaybookFile, why: string, done: number): PlaybookRow {
  const { title, about, applications } = playbook;
  return { name, title, about, origin, applications: [...applications], steps: stepsOf(playbook).length, done, suggested: why !== '', why };
}

/** Playbooks for an incident, those that fit it best first; without one, all of them in the order given. */
export function playbookRows(world: World, files: readonly PlaybookFile[], incident: Incident | null): PlaybookRow[] {
  if (incident === null) return files.map((file) => rowOf(file, '', 0));
  const trouble = troubleOf(world, incident);
  const ticks = ticksOf(world, incident.id);
  return files
    .filter((file) => isFor(world, file, incident))
    .map((file) => ({ file, ...suggestionOf(file.playbook, trouble) }))
    .toSorted((a, b) => b.score - a.score || Number(a.file.origin === 'preset') - Number(b.file.origin === 'preset'))
    .map(({ file, why }) =>
      rowOf(file, why, stepsOf(file.playbook).filter(({ id }) => ticks.get(`${file.name}/${id}`)?.done === true).length),
    );
}

/** A playbook with the values and ticks of an incident; without one every value is not known. */
export function playbookPage(world: World, file: PlaybookFile, incident: Incident | null): PlaybookPage {
  const values = incident === null ? {} : valuesOf(world, file, incident);
  const ticks = incident === null ? new Map<string, Tick>() : ticksOf(world, incident.id);
  const filled = file.playbook.blocks.map((block) => ({ block, ...fill(block.text, values) }));
  const [row] = playbookRows(world, [file], incident);
  return {
    playbook: row ?? rowOf(file, '', 0),
    unknown: [...new Set(filled.flatMap((one) => one.unknown))],
    places: placesOf(world, incident),
    blocks: filled.map(({ block, text }): PlaybookBlock => {
      if (block.kind === 'text') return { kind: 'text', text };
      const tick = ticks.get(`${file.name}/${block.id}`);
      const by = tick === undefined ? null : { at: tick.entry.at, actor: { ...tick.entry.actor } };
      const done = tick?.done === true ? by : null;
      const undone = tick?.done === false && by !== null ? { ...by, reason: tick.reason } : null;
      return { kind: 'step', id: block.id, number: block.number, text, done, undone };
    }),
  };
}

/** Values of an incident as a playbook shows them: the version before is that of the surfaces it is about. */
export function valuesOf(world: World, { playbook }: PlaybookFile, incident: Incident): FillValues {
  const previousVersion = previousOn(world, incident, playbook.fits.surfaces);
  return playbookValues({ ...fillFactsOf(world, incident), previousVersion }, redOf(incident)[0] ?? null);
}

/** One version, or each with its targets when they differ. A flag has none: it is off or on. */
function previousOn({ deps }: World, { applicationId, version }: Incident, surfaces: readonly Surface[]): string | null {
  if (version === null) return null;
  const before = rolloutsOfRelease(deps.store.reader, applicationId, version).flatMap(({ targetId, previousVersion }) => {
    const target = getTarget(deps.store.reader, targetId);
    const wanted = target !== null && (surfaces.length === 0 ? target.surface !== 'flag' : surfaces.includes(target.surface));
    return wanted && previousVersion !== null ? [{ name: target.name, previousVersion }] : [];
  });
  const versions = Map.groupBy(before, (one) => one.previousVersion);
  if (versions.size <= 1) return before[0]?.previousVersion ?? null;
  return listInWords([...versions].map(([one, on]) => `${one} (${on.map(({ name }) => name).join(', ')})`));
}

function placesOf({ deps }: World, incident: Incident | null): PlaybookPage['places'] {
  const { reader } = deps.store;
  const release = incident?.version ?? null;
  const rollouts = incident === null || release === null ? [] : rolloutsOfRelease(reader, incident.applicationId, release);
  const [rollout] = rollouts;
  const path = rollout === undefined ? null : `/rollouts/${encodeURIComponent(rollout.id)}`;
  const query = new URLSearchParams(
    incident === null ? {} : { application: incident.applicationId, ...(release === null ? {} : { text: release }) },
  );
  return {
    contain: path,
    rollout: path,
    health: '/health',
    audit: `/audit?${query.toString()}`,
    plan: '/plans',
    connections: '/connections',
    settings: '/settings',
    incident: incident === null ? null : `/incidents/${encodeURIComponent(incident.id)}`,
  };
}
