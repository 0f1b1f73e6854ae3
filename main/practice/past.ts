import { applications } from './catalogue.ts';
import { pastReadings } from './past-readings.ts';
import { type PastRelease, pastReleases } from './past-releases.ts';

/** A file of history, in the forms the console imports. */
export interface PastFile {
  readonly kind: 'releases' | 'readings';
  readonly name: string;
  readonly applicationId: string | null;
  readonly plan: string | null;
  readonly text: string;
}

/** Plan whose metrics the readings belong to. */
const plan = 'practice';

/** What the practice fleet looks back on at `now` (ms): its past releases, and for each application their readings. */
export function pastFiles(now: number): PastFile[] {
  const releases = pastReleases(now);
  const readings = applications.map(({ id, name }) => {
    const own = releases.filter((past) => past.application === id);
    return { kind: 'readings' as const, name: `Practice readings of ${name}`, applicationId: id, plan, text: readingsFile(own) };
  });
  return [{ kind: 'releases', name: 'Practice releases', applicationId: null, plan: null, text: releasesFile(releases) }, ...readings];
}

function releasesFile(releases: readonly PastRelease[]): string {
  const head = 'application,surface,channel,version,previousVersion,plan,outcome,decidedAt,reason,stage,percent,from,to';
  const lines = releases.flatMap((past) =>
    past.stages.map((stage, index) => {
      const whose = [past.application, past.surface, 'stable', past.version, past.previousVersion, plan];
      return [...whose, past.outcome, past.decidedAt, past.reason, index, stage.percent, stage.from, stage.to].join(',');
    }),
  );
  return `${[head, ...lines].join('\n')}\n`;
}

function readingsFile(releases: readonly PastRelease[]): string {
  const lines = releases.flatMap((past) =>
    pastReadings(past).map(({ metric, release, at, value, samples }) =>
      [metric, release, 'stable', past.surface, at, Number(value.toPrecision(7)), samples].join(','),
    ),
  );
  return `${['metric,release,channel,platform,ts,value,samples', ...lines].join('\n')}\n`;
}
