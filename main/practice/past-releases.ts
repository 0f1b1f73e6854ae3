import { applicationFacts, type ApplicationId, type SurfaceWithUsers, surfacesWithUsers } from './catalogue.ts';
import type { Faults } from './scenario.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Time between two releases, ms. */
const apart = 36 * 60 * minute;
/** Stages of the short plan, each watched for ten minutes. */
const shares = [10, 50, 100] as const;
const stageMs = 10 * minute;
export const pastCount = 40;

type Harm = Omit<Faults, 'from' | 'platforms'>;

/** Something that went wrong: from when to when, and when a person took the release back (null: nobody had to). Minutes after the start. */
interface Trouble {
  readonly harm: Harm;
  readonly from: number;
  readonly to: number;
  readonly takenBack: number | null;
  readonly reason: string;
}

const end = 60;
/** By number of the release: six that were bad, one of them too little for the usual bounds, and one that only had a bad minute. */
const troubles: Readonly<Record<number, Trouble>> = {
  4: { harm: { errorRate: 0.08 }, from: 4, to: end, takenBack: 17, reason: 'Customers reported failing pages' },
  9: { harm: { crashRate: 0.04 }, from: 2, to: end, takenBack: 14, reason: 'Crash reports piled up' },
  15: { harm: { latencyFactor: 1.6 }, from: 11, to: end, takenBack: 26, reason: 'Slow pages after the release' },
  19: { harm: { errorRate: 0.07 }, from: 6, to: 7.4, takenBack: null, reason: '' },
  22: { harm: { authFailureRate: 0.18 }, from: 3, to: end, takenBack: 9, reason: 'People could not sign in' },
  28: { harm: { errorRate: 0.034 }, from: 2, to: end, takenBack: 24, reason: 'Orders failed now and then' },
  35: { harm: { errorRate: 0.3 }, from: 12, to: end, takenBack: 15, reason: 'A third of all requests failed' },
};

export interface PastRelease {
  readonly application: ApplicationId;
  readonly surface: SurfaceWithUsers;
  readonly version: string;
  readonly previousVersion: string;
  readonly population: number;
  readonly stages: readonly { readonly percent: number; readonly from: number; readonly to: number }[];
  readonly outcome: 'completed' | 'rolledBack';
  readonly decidedAt: number;
  readonly reason: string;
  /** What its users met at a time, ms. */
  harmAt(at: number): Harm | null;
}

/** Forty releases before the day of `now` (ms), oldest first; the same ones for the whole day. */
export function pastReleases(now: number): PastRelease[] {
  const anchor = Math.floor(now / day) * day;
  return Array.from({ length: pastCount }, (_, index) => pastRelease(index, anchor - (pastCount - index) * apart + 9 * 60 * minute));
}

function pastRelease(index: number, startedAt: number): PastRelease {
  const application: ApplicationId = index % 5 < 3 ? 'harbor' : 'pryde';
  const facts = applicationFacts(application);
  const surface = surfacesWithUsers[index % 4] ?? 'web';
  const major = Number(facts.version.split('.')[0]) - 1;
  const trouble = troubles[index] ?? null;
  const takenBack = trouble?.takenBack ?? null;
  const decidedAt = startedAt + (takenBack ?? (shares.length * stageMs) / minute) * minute;
  const stages = shares.map((percent, stage) => ({
    percent,
    from: startedAt + stage * stageMs,
    to: Math.min(decidedAt, startedAt + (stage + 1) * stageMs),
  }));
  return {
    application,
    surface,
    version: `${major}.${index}.0`,
    previousVersion: index === 0 ? `${major - 1}.9.0` : `${major}.${index - 1}.0`,
    population: facts.population[surface],
    stages: stages.filter((stage) => stage.from < decidedAt),
    outcome: takenBack === null ? 'completed' : 'rolledBack',
    decidedAt,
    reason: takenBack === null ? 'Completed' : (trouble?.reason ?? ''),
    harmAt: (at) =>
      trouble !== null && at >= startedAt + trouble.from * minute && at < startedAt + trouble.to * minute ? trouble.harm : null,
  };
}
