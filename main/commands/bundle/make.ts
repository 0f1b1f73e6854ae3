import { createHash } from 'node:crypto';
import { createGzip, gzipSync } from 'node:zlib';
import { records } from '../../contract/records.ts';
import type { Incident } from '../../core/model/incident.ts';
import { metricKeyOf, scopeOf } from '../../engine/poll-metrics.ts';
import { listApplications } from '../../store/applications.ts';
import { signText } from '../../store/audit-seal.ts';
import type { BundleSeries } from '../../store/bundle-lines.ts';
import { type BundleHead, bundleFormat } from '../../store/bundles.ts';
import { timelineScope } from '../../store/incident-timeline.ts';
import { newestVersion } from '../../store/migrations/index.ts';
import { planOf } from '../../store/plans.ts';
import { getRollout } from '../../store/rollouts.ts';
import { getTarget } from '../../store/targets.ts';
import { nextExportPart, signingKey } from '../audit-export.ts';
import { NotFound, Refused } from '../problems.ts';
import type { World } from '../world.ts';
import { mostContent } from './limits.ts';

/** Characters of snapshots that a bundle takes: enough for every decision that did something in a week. */
const snapshotRoom = 96_000_000;
/** Readings from before the first user had it, and after the end, ms. */
const beforeMs = 60 * 60_000;
const afterMs = 30 * 60_000;

interface Period {
  readonly series: readonly BundleSeries[];
  readonly from: number;
  readonly to: number;
}

/** Every series of the plans that judged the release, of it and of the version before. */
function periodOf({ deps }: World, incident: Incident): Period {
  const { reader } = deps.store;
  const rollouts = timelineScope(reader, incident).rolloutIds.flatMap((id) => getRollout(reader, id) ?? []);
  const series = rollouts.flatMap((rollout) => {
    const target = getTarget(reader, rollout.targetId);
    const plan = planOf(reader, rollout.planHash)?.plan;
    if (target === null || plan === undefined) return [];
    const releases = [rollout.version, ...(rollout.previousVersion === null ? [] : [rollout.previousVersion])];
    return plan.metrics.flatMap((metric) =>
      releases.flatMap((release): BundleSeries[] => {
        const metricKey = metricKeyOf(deps, rollout.planHash, metric, scopeOf({ ...rollout, version: release }, target));
        return metricKey === null ? [] : [{ metricKey, release, channel: target.channel, platform: target.surface }];
      }),
    );
  });
  const begun = Math.min(incident.openedAt, ...rollouts.map(({ createdAt }) => createdAt));
  const unique = new Map(series.map((one) => [JSON.stringify(one), one]));
  return { series: [...unique.values()], from: begun - beforeMs, to: (incident.closedAt ?? deps.clock.now()) + afterMs };
}

interface Contents {
  readonly packed: Buffer;
  readonly hash: string;
  readonly lines: number;
  readonly leftOut: number;
}

/** Packs texts as they come; nothing of them is held unpacked. */
function packer() {
  const hash = createHash('sha256');
  const gzip = createGzip();
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => gzip.once('end', resolve).once('error', reject));
  let bytes = 0;
  return {
    async add(text: string): Promise<void> {
      bytes += Buffer.byteLength(text);
      if (bytes > mostContent) throw new Refused(`The incident is larger than ${mostContent / 1_000_000} MB, more than a bundle takes.`);
      hash.update(text);
      if (!gzip.write(text)) await new Promise<void>((resolve) => gzip.once('drain', () => resolve()));
    },
    async end(): Promise<{ packed: Buffer; hash: string }> {
      gzip.end();
      await ended;
      return { packed: Buffer.concat(chunks), hash: hash.digest('hex') };
    },
  };
}

async function contentsOf(world: World, incident: Incident): Promise<Contents> {
  const pack = packer();
  const { series, from, to } = periodOf(world, incident);
  let [lines, leftOut, room, parts] = [0, 0, snapshotRoom, 1];
  for (let part = 0; part < parts; part += 1) {
    const made = await world.heavy.call('bundlePart', { incidentId: incident.id, series, from, to, part, room });
    if (made === null) throw new NotFound(`There is no incident ${incident.id}.`);
    await pack.add(made.text);
    ({ parts } = made);
    lines += made.lines;
    leftOut += made.leftOut;
    room -= made.took;
  }
  for await (const line of auditLines(world, incident, from)) {
    await pack.add(`${JSON.stringify({ t: 'audit', line })}\n`);
    lines += 1;
  }
  return { ...(await pack.end()), lines, leftOut };
}

/** The signed export of what the log says about the application since then, line by line. */
async function* auditLines(world: World, { applicationId }: Incident, from: number): AsyncGenerator<string> {
  let exportId: string | null = null;
  for (let finished = false; !finished; ) {
    const input = records['audit.export'].input.parse({ exportId, filter: { applicationId, from } });
    const part: Awaited<ReturnType<typeof nextExportPart>> = await nextExportPart(world, input);
    ({ exportId, finished } = part);
    yield* part.text.split('\n').filter(Boolean);
  }
}

/** The whole incident as one file: a head that is signed, then everything as lines of JSON, both packed with gzip. */
export async function makeBundle(world: World, incident: Incident): Promise<Buffer> {
  const contents = await contentsOf(world, incident);
  const key = signingKey(world);
  const head: BundleHead = {
    format: bundleFormat,
    tidegate: world.version,
    schema: newestVersion,
    madeAt: world.deps.clock.now(),
    incidentId: incident.id,
    application: listApplications(world.deps.store.reader).find((one) => one.id === incident.applicationId)?.name ?? incident.applicationId,
    version: incident.version,
    severity: incident.severity,
    title: incident.title,
    openedAt: incident.openedAt,
    closedAt: incident.closedAt,
    lines: contents.lines,
    hash: contents.hash,
    leftOut: contents.leftOut,
    publicKey: key.publicKey,
  };
  const first = JSON.stringify({ head, signature: signText(key, JSON.stringify(head)) });
  return Buffer.concat([gzipSync(`${first}\n`), contents.packed]);
}
