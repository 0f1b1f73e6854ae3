import type { ImportBegin } from '../../contract/history.ts';
import type { Reading } from '../../core/model/reading.ts';
import { questionOf } from '../../engine/poll-metrics.ts';
import { problemOf } from '../../engine/problems.ts';
import { noteReached, stageReadings, type StagedReading } from '../../store/history-imports.ts';
import { Refused } from '../problems.ts';
import type { World } from '../world.ts';
import { keyFor, metricNamed, type Place } from './place.ts';

type RangeBegin = Extract<ImportBegin, { kind: 'range' }>;

export interface Fetched {
  readonly rows: number;
  readonly reached: number;
}

interface Asked {
  readonly key: string;
  history(from: number, to: number): Promise<readonly Reading[] | null>;
}

/** Checks a range before anything is fetched: the metric, its labels, and that its source is the one that was named. */
export function checkRange(world: World, begun: RangeBegin, place: Place): Asked {
  const metric = metricNamed(place.plan, begun.metric);
  if (typeof metric === 'string') throw new Refused(metric);
  if (begun.source !== null && begun.source !== metric.source)
    throw new Refused(`Metric ${metric.id} of plan ${place.plan.name} comes from ${metric.source}, not from ${begun.source}.`);
  if (!(begun.to > begun.from)) throw new Refused('The range ends before it begins. Give a from that is earlier than to.');
  const labels = { release: begun.release ?? '*', channel: begun.channel ?? '*', platform: begun.platform ?? '*' };
  const found = keyFor(world, place, metric, labels);
  if (typeof found === 'string') throw new Refused(found);
  const question = questionOf(world.deps, metric, { application: place.applicationId, ...labels });
  if (question === null)
    throw new Refused(`Metric ${metric.id} comes from ${metric.source}, which keeps no history to fetch. Import a file instead.`);
  return { key: found.key, history: (from, to) => question.source.history(question.resolved, from, to, begun.stepMs) };
}

/** Asks the source for one part and stages it with how far it came, in one transaction; `done` is told the answer inside it. */
export async function fetchPart(
  world: World,
  importId: string,
  begun: RangeBegin,
  place: Place,
  part: { readonly from: number; readonly to: number },
  done: (answer: Fetched) => void,
): Promise<Fetched> {
  const asked = checkRange(world, begun, place);
  const readings = await asked.history(part.from, part.to).catch((error: unknown) => {
    throw new Refused(`${problemOf(error).message} What was fetched so far is kept: begin again to go on.`);
  });
  if (readings === null) throw new Refused('This source keeps no history to fetch. Import a file instead.');
  const rows: StagedReading[] = readings
    .filter((reading) => Number.isFinite(reading.value))
    .map(({ labels, ts, value, samples }) => ({
      metricKey: asked.key,
      labels: {
        release: labels.release === '*' ? (begun.release ?? '*') : labels.release,
        channel: labels.channel === '*' ? (begun.channel ?? '*') : labels.channel,
        platform: labels.platform === '*' ? (begun.platform ?? '*') : labels.platform,
      },
      ts: Math.round(ts),
      value,
      samples,
    }));
  return world.deps.store.writer.transaction(() => {
    const staged = stageReadings(world.deps.store.writer, importId, rows);
    const [first] = staged.wrong;
    if (first !== undefined) throw new Refused(`The source answered twice for one time: ${first.message}.`);
    noteReached(world.deps.store.writer, importId, part.to);
    const answer = { rows: rows.length, reached: part.to };
    done(answer);
    return answer;
  });
}
