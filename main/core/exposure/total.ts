import { listInWords } from '../words.ts';
import { type Exposed, type ExposureGround, number, percent, targetExposure, type TargetExposure } from './target.ts';

/** A sum over targets. What is not known is left out of the numbers and named. */
export interface ExposureSum {
  readonly users: number | null;
  /** Of all users of the application whose number is known, percent 0–100. */
  readonly percent: number | null;
  readonly atMost: boolean;
  /** Names of the targets whose users are not in it. */
  readonly unknown: readonly string[];
  readonly says: string;
}

/** Who has a release, on web, desktop and mobile together. */
export interface Exposure {
  readonly targets: readonly TargetExposure[];
  /** All users of the application as far as typed in; null when of no target. */
  readonly population: number | null;
  readonly now: ExposureSum;
  readonly most: ExposureSum;
  /** Flags are left out of the sums: their users are users of the other targets. */
  readonly flagsLeftOut: boolean;
}

/** Adds up who has a release over every target of its application, those it never reached included. Pure. */
export function exposureOf(grounds: readonly ExposureGround[]): Exposure {
  const targets = grounds.map(targetExposure);
  const apps = targets.filter((target) => target.surface !== 'flag');
  // Of an application of flags alone the flags are all there is to count.
  const counted = apps.some((target) => target.reached) || targets.length === apps.length ? apps : targets;
  const known = counted.flatMap((target) => target.population ?? []);
  const population = known.length === 0 ? null : known.reduce((sum, users) => sum + users, 0);
  const flagsLeftOut = counted.length < targets.length && targets.some((target) => target.surface === 'flag' && target.reached);
  return {
    targets,
    population,
    now: sumOf(counted, (target) => target.now),
    // The largest shares of the targets need not have been at the same time.
    most: sumOf(counted, (target) => target.most),
    flagsLeftOut,
  };
}

function sumOf(targets: readonly TargetExposure[], of: (target: TargetExposure) => Exposed): ExposureSum {
  const known = targets.filter((target) => of(target).users !== null);
  const unknown = targets.filter((target) => of(target).users === null).map((target) => target.targetName);
  const atMost = known.some((target) => of(target).atMost);
  if (known.length === 0) return { users: null, percent: null, atMost, unknown, says: 'How many users have it is not known.' };
  const users = known.reduce((sum, target) => sum + (of(target).users ?? 0), 0);
  const population = known.reduce((sum, target) => sum + (target.population ?? 0), 0);
  const share = population === 0 ? null : (100 * users) / population;
  return { users, percent: share, atMost, unknown, says: inWords({ users, percent: share, atMost, unknown }, population) };
}

function inWords({ users, percent: share, atMost, unknown }: Omit<ExposureSum, 'says'>, population: number): string {
  const ofAll = share === null ? '' : ` of ${number(population)} users (${percent(share)})`;
  const bound = unknown.length > 0 ? (atMost ? 'About ' : 'At least ') : atMost ? 'Up to ' : '';
  const counted = `${bound}${number(users ?? 0)}${ofAll === '' ? ` user${users === 1 ? '' : 's'}` : ofAll}`;
  return unknown.length === 0 ? `${counted}.` : `${counted}; of ${listInWords(unknown)} it is not known.`;
}
