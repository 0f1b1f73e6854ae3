import type { QueryScope } from '../adapters/metrics/port.ts';
import { contentHash } from '../core/hash.ts';
import type { Connection } from '../core/model/connection.ts';
import type { Json, JsonObject } from '../core/model/json.ts';
import type { MetricSpec } from '../core/model/plan.ts';
import type { Reading } from '../core/model/reading.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import { connectionNamed } from '../store/connections.ts';
import { transaction } from '../store/open.ts';
import { appendReadings } from '../store/readings.ts';
import { consoleSource } from '../core/plan/index.ts';
import { consoleKey } from './console-facts.ts';
import type { EngineDeps } from './deps.ts';
import type { OpenMetric } from './desk.ts';
import { noteHealth } from './poll-platforms.ts';
import { problemOf } from './problems.ts';

/** A metric of a plan as asked of a source: two rollouts with the same key share one question and one series. */
export interface Question {
  readonly key: string;
  readonly resolved: JsonObject;
  readonly connection: Connection;
  readonly source: OpenMetric;
  /** Filled into labels the source leaves open because the question named the release itself. */
  readonly named: Partial<Reading['labels']>;
}

export const intakeSource = 'intake';

/** Sources that need no connection: the console's own intake and its own record. */
export const ownSources: readonly string[] = [intakeSource, consoleSource];

/** Values for the placeholders of a query. */
export function scopeOf(rollout: Pick<Rollout, 'applicationId' | 'version'>, target: Target): QueryScope {
  return { application: rollout.applicationId, release: rollout.version, channel: target.channel, platform: target.surface };
}

/** Key of the series that the console's own event intake fills. */
export function intakeKey(applicationId: string, metric: string): string {
  return contentHash({ intake: applicationId, metric }).slice(0, 16);
}

/** The source called `name`, or null when no connection has that name. */
export function sourceNamed(deps: EngineDeps, name: string): Connection | null {
  return connectionNamed(deps.store.reader, name);
}

/** Turns a metric of a plan into a question. Null for the intake, which is pushed, and for a source that does not exist. */
export function questionOf(deps: EngineDeps, metric: MetricSpec, scope: QueryScope): Question | null {
  const connection = sourceNamed(deps, metric.source);
  if (connection === null || connection.kind !== 'metric') return null;
  const source = deps.desk.metric(connection);
  const resolved = source.resolve(metric.query, scope);
  return { key: keyOf(connection.id, resolved), resolved, connection, source, named: namedLabels(metric.query, scope) };
}

/** Key under which a metric's readings are stored for this scope; null when its source is missing or its query is not valid. */
export function metricKeyOf(deps: EngineDeps, planHash: string, metric: MetricSpec, scope: QueryScope): string | null {
  if (metric.source === consoleSource) return consoleKey(scope.application, metric);
  if (metric.source === intakeSource) return intakeKey(scope.application, intakeMetric(metric));
  const cacheKey = [planHash, metric.id, scope.application, scope.release, scope.channel, scope.platform].join('\n');
  const known = deps.keys.get(cacheKey);
  if (known !== undefined) return known;
  const key = keyOrNull(deps, metric, scope);
  deps.keys.set(cacheKey, key);
  return key;
}

function keyOrNull(deps: EngineDeps, metric: MetricSpec, scope: QueryScope): string | null {
  try {
    return questionOf(deps, metric, scope)?.key ?? null;
  } catch (error) {
    // The connection's own settings are broken: the gate turns blind, and polling notes the reason on the connection.
    deps.log.warn({ metric: metric.id, problem: problemOf(error).message }, 'metric cannot be asked');
    return null;
  }
}

function intakeMetric(metric: MetricSpec): string {
  const named = metric.query['metric'];
  return typeof named === 'string' ? named : metric.id;
}

function keyOf(connectionId: string, resolved: JsonObject): string {
  return contentHash({ connectionId, resolved }).slice(0, 16);
}

function namedLabels(query: JsonObject, scope: QueryScope): Partial<Reading['labels']> {
  const text = JSON.stringify(query satisfies Json).replaceAll(' ', '');
  return {
    ...(text.includes('{{release}}') ? { release: scope.release } : {}),
    ...(text.includes('{{channel}}') ? { channel: scope.channel } : {}),
    ...(text.includes('{{platform}}') ? { platform: scope.platform } : {}),
  };
}

function withNames(reading: Reading, named: Question['named']): Reading {
  const { labels } = reading;
  return {
    ...reading,
    labels: {
      release: labels.release === '*' ? (named.release ?? '*') : labels.release,
      channel: labels.channel === '*' ? (named.channel ?? '*') : labels.channel,
      platform: labels.platform === '*' ? (named.platform ?? '*') : labels.platform,
    },
  };
}

/**
 * Asks the questions and appends what came; a failure is noted on its connection, never thrown. A connection is well only when it
 * answered all of them: one good answer must not make the silence of another look like an empty, healthy one.
 */
export async function pollQuestions(deps: EngineDeps, questions: readonly Question[]): Promise<void> {
  const byConnection = Map.groupBy(questions, (question) => question.connection.id);
  await Promise.all(
    [...byConnection].map(async ([connectionId, asked]) => {
      const answered = await Promise.all(asked.map((question) => askOnce(deps, question)));
      if (answered.every(Boolean)) transaction(deps.store.writer, () => noteHealth(deps, connectionId, null));
    }),
  );
}

interface Flight {
  readonly askedAt: number;
  readonly answered: Promise<boolean>;
}

/** Questions under way by series, by store: an answer may take longer than the time between two polls. */
const underWay = new WeakMap<EngineDeps['store'], Map<string, Flight>>();

/** When the question that a series still waits for was asked, ms; null when none is under way. */
export function askedSince(deps: EngineDeps, key: string): number | null {
  return underWay.get(deps.store)?.get(key)?.askedAt ?? null;
}

/** Asks, or waits for the answer to the same question when that is still on its way. */
async function askOnce(deps: EngineDeps, question: Question): Promise<boolean> {
  const flights = underWay.get(deps.store) ?? new Map<string, Flight>();
  underWay.set(deps.store, flights);
  const known = flights.get(question.key);
  if (known !== undefined) return await known.answered;
  const answered = pollQuestion(deps, question).finally(() => flights.delete(question.key));
  flights.set(question.key, { askedAt: deps.clock.now(), answered });
  return await answered;
}

/** Whether the source answered. */
async function pollQuestion(deps: EngineDeps, question: Question): Promise<boolean> {
  try {
    const readings = (await question.source.read(question.resolved)).map((reading) => withNames(reading, question.named));
    appendReadings(deps.store.writer, question.key, readings);
    return true;
  } catch (error) {
    transaction(deps.store.writer, () => noteHealth(deps, question.connection.id, problemOf(error)));
    return false;
  }
}

/** Each question once, whoever asks it. */
export function uniqueQuestions(questions: readonly (Question | null)[]): Question[] {
  const byKey = new Map<string, Question>();
  for (const question of questions) if (question !== null) byKey.set(question.key, question);
  return [...byKey.values()];
}
