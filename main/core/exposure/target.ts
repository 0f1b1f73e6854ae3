import type { Surface } from '../model/surface.ts';
import { durationInWords } from '../words.ts';

/**
 * Where a share of users comes from. `intake`: what the applications themselves sent in; `platform`: what the platform says it offers;
 * `written`: what was last confirmed there, while the platform cannot be read.
 */
export const exposureSources = ['intake', 'platform', 'written'] as const;
export type ExposureSource = (typeof exposureSources)[number];

/** Events of a release among all events of its application on one target. */
export interface IntakeCount {
  readonly own: number;
  readonly all: number;
  readonly what: 'sessions' | 'requests';
  readonly windowMs: number;
}

/** What is known of one target of the application. Shares in percent 0–100. */
export interface ExposureGround {
  readonly targetId: string;
  readonly targetName: string;
  readonly surface: Surface;
  /** Users on this target, as typed in; null when nobody typed it. */
  readonly population: number | null;
  /** Whether this console ever offered the release here. Somebody may have published it by hand all the same. */
  readonly reached: boolean;
  /** Share that the platform says it offers now; null when it cannot be read, or what it says is too old. */
  readonly platform: number | null;
  /** Share last confirmed; null when it is not known. */
  readonly written: number | null;
  /** Largest share ever confirmed, or that the platform proves; null when one of them is not known. */
  readonly widest: number | null;
  readonly intake: IntakeCount | null;
}

/** How many users have the release. `percent` and `users` are null when nobody knows. */
export interface Exposed {
  readonly percent: number | null;
  readonly users: number | null;
  readonly source: ExposureSource;
  /** An upper bound: how many of them really have it is not counted. */
  readonly atMost: boolean;
  readonly says: string;
}

export interface TargetExposure extends Pick<ExposureGround, 'targetId' | 'targetName' | 'surface' | 'population' | 'reached'> {
  readonly now: Exposed;
  readonly most: Exposed;
}

/** Fewer events than this say nothing about a share. */
const fewestEvents = 30;
/** Events of a shorter time say nothing about it either, ms: a copy on a desktop or phone is not started every minute. */
const shortestWindow = { loads: 60_000, stays: 5 * 60_000 } as const;

/** Users of one target who have the release now, and the most there ever were. Pure. */
export function targetExposure(ground: ExposureGround): TargetExposure {
  const { targetId, targetName, surface, population, reached } = ground;
  const now = nowOn(ground);
  return { targetId, targetName, surface, population, reached, now, most: mostOn(ground, now) };
}

function nowOn(ground: ExposureGround): Exposed {
  const { reached, intake, platform, widest, surface } = ground;
  // Nothing was written where nothing was offered from here.
  const written = reached ? ground.written : null;
  // Copies on desktops and phones stay where they are when the share shrinks.
  const stays = surface === 'desktop' || surface === 'mobile';
  // Silence is no proof there: a copy that was not started lately is still installed.
  const speaks = intake !== null && !(stays && intake.own === 0);
  if (speaks && intake.all >= fewestEvents && intake.windowMs >= shortestWindow[stays ? 'stays' : 'loads']) {
    const says = `${number(intake.own)} of ${number(intake.all)} ${intake.what} of the last ${durationInWords(intake.windowMs)} came from it.`;
    return exposedAs(ground, (100 * intake.own) / intake.all, 'intake', false, says);
  }
  const source = platform === null ? 'written' : 'platform';
  const share = platform ?? written;
  if (share === null) return exposedAs(ground, null, source, false, unknownWords(reached));
  if (!reached && share === 0 && widest === 0) return exposedAs(ground, 0, source, false, 'The platform does not offer it.');
  const byHand = reached || share === 0 ? '' : ', though no rollout here did';
  const offered = `${source === 'platform' ? 'The platform offers it' : 'It was last confirmed'} to ${percent(share)}${byHand}`;
  if (!stays || (widest !== null && widest <= share)) return exposedAs(ground, share, source, false, `${offered}.`);
  if (widest === null) return exposedAs(ground, null, source, false, `${offered}; how many have a copy from before is not known.`);
  return exposedAs(ground, widest, source, true, `${offered}; copies installed at up to ${percent(widest)} stay.`);
}

function unknownWords(reached: boolean): string {
  if (reached) return 'To how many it is offered is not known.';
  return 'No rollout here offered it, and the platform was not read lately: whether anybody has it is not known.';
}

function mostOn(ground: ExposureGround, now: Exposed): Exposed {
  const { reached, widest } = ground;
  // How far it went by hand is known only as far as the platform says it now.
  if (!reached) return now;
  if (widest === null) return exposedAs(ground, null, 'written', false, 'The largest share there was is not known.');
  if (now.percent !== null && now.percent > widest) return now;
  return exposedAs(ground, widest, 'written', true, `The largest share confirmed was ${percent(widest)}.`);
}

function exposedAs({ population }: ExposureGround, share: number | null, source: ExposureSource, atMost: boolean, says: string): Exposed {
  const users = share === 0 ? 0 : share === null || population === null ? null : Math.round((population * share) / 100);
  return { percent: share, users, source, atMost, says };
}

/** `4,180`. */
export function number(value: number): string {
  return value.toLocaleString('en');
}

/** `10.4 %`. */
export function percent(value: number): string {
  return `${Number(value.toFixed(value !== 0 && value < 1 ? 2 : 1))} %`;
}
