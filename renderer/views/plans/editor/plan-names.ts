import { consoleFacts } from '../../../../main/core/plan/console-facts.ts';
import { type BlockPath, blockAt, shapeOf } from './yaml-lines.ts';

/** Connections that a plan may name, by what they are for. */
export interface ConnectionNames {
  readonly metrics: readonly string[];
  readonly checks: readonly string[];
  readonly notices: readonly string[];
  /** Channels of the targets, and plans by their file. */
  readonly channels: readonly string[];
  readonly plans: readonly string[];
  /** Keys of a query by the name of the source that reads it. */
  readonly queries: ReadonlyMap<string, readonly QueryKey[]>;
}

/** A key of a query to a metric source. */
export interface QueryKey {
  readonly key: string;
  readonly required: boolean;
  readonly kind: string;
}

interface Written {
  readonly path: BlockPath;
  readonly key: string;
  readonly value: string;
}

function writtenIn(text: string): Written[] {
  const lines = text.split('\n');
  return lines.flatMap((line, row) => {
    const shape = shapeOf(line);
    const path = shape === null || shape.key === null ? null : blockAt(lines, row, shape);
    return shape === null || shape.key === null || path === null ? [] : [{ path, key: shape.key, value: shape.value }];
  });
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Ids of the metrics, ids of the gates and names of the stages that a text defines, in order, broken or not. */
export function namesIn(text: string): { readonly metrics: string[]; readonly gates: string[]; readonly stages: string[] } {
  const written = writtenIn(text);
  const under = (path: string) => written.filter((one) => one.path.join('/') === path);
  const stages = under('stages/[]');
  const shares = stages.filter((one) => one.key === 'percent').map((one) => `${one.value.replace(/\s*%$/, '')} %`);
  return {
    metrics: unique(under('metrics').map((one) => one.key)),
    gates: unique(written.filter((one) => one.key === 'id' && /(^|\/)gates\/\[\]$/.test(one.path.join('/'))).map((one) => one.value)),
    stages: unique([...stages.filter((one) => one.key === 'name').map((one) => one.value), ...shares]),
  };
}

/** A place of the grammar that refers to something by its name. */
const references: readonly {
  readonly place: RegExp;
  readonly to: 'metric' | 'gate' | 'stage' | 'source' | 'check' | 'notice' | 'channel' | 'plan' | 'zone' | 'fact';
}[] = [
  { place: /gates\/\[\](\/while)?\/metric$/, to: 'metric' },
  { place: /gates\/\[\]\/metrics\/\[\]$/, to: 'metric' },
  { place: /accelerated\/gates\/\[\]$/, to: 'gate' },
  { place: /^signoffs\/\[\]\/gate$/, to: 'gate' },
  { place: /^(checks|signoffs)\/\[\]\/stages\/\[\]$/, to: 'stage' },
  { place: /^metrics\/[^/]+\/source$/, to: 'source' },
  { place: /^checks\/\[\]\/source$/, to: 'check' },
  { place: /^notices\/\[\]$/, to: 'notice' },
  { place: /^(follows|next\/channel)$/, to: 'channel' },
  { place: /^next\/plan$/, to: 'plan' },
  { place: /^zone$/, to: 'zone' },
  { place: /^metrics\/[^/]+\/query\/fact$/, to: 'fact' },
];

/** Names that may stand at a place because something goes by them; empty where a place refers to nothing. */
export function namesFor(path: BlockPath, text: string, connections: ConnectionNames): readonly string[] {
  const to = references.find((one) => one.place.test(path.join('/')))?.to;
  if (to === undefined) return [];
  if (to === 'source') return [...connections.metrics, 'intake', 'console'];
  if (to === 'check') return connections.checks;
  if (to === 'notice') return connections.notices;
  if (to === 'channel') return connections.channels;
  if (to === 'plan') return connections.plans;
  if (to === 'zone') return ['UTC', ...Intl.supportedValuesOf('timeZone')];
  if (to === 'fact') return consoleFacts;
  const own = namesIn(text);
  return to === 'metric' ? own.metrics : to === 'gate' ? own.gates : own.stages;
}

const consoleKeys: readonly QueryKey[] = [
  { key: 'fact', required: true, kind: 'text' },
  { key: 'over', required: false, kind: 'time' },
  { key: 'severity', required: false, kind: 'text' },
];

/** Keys that a query may have at this place, as the adapter of its metric's source reads them; null where no query stands. */
export function queryKeysAt(path: BlockPath, text: string, connections: ConnectionNames): readonly QueryKey[] | null {
  const metric = /^metrics\/([^/]+)\/query$/.exec(path.join('/'))?.[1];
  if (metric === undefined) return null;
  const source = writtenIn(text).find((one) => one.key === 'source' && one.path.join('/') === `metrics/${metric}`)?.value;
  if (source === undefined) return [];
  return source === 'console' ? consoleKeys : (connections.queries.get(source) ?? []);
}
