import { type VerdictKind, verdictKinds } from '../model/verdict.ts';

/** What is known of one thing that is watched: a release on a target, a metric against its line, or a source. */
export interface HealthLook {
  readonly what: 'rollout' | 'panel' | 'source';
  readonly kind: VerdictKind;
  /** Who and why, in words with the numbers. */
  readonly text: string;
  readonly rolloutId: string | null;
  /** For blind: since when, ms. */
  readonly since: number | null;
}

/** A verdict about everything that is looked at, or `idle` where nothing rolls out. */
export type OverallKind = VerdictKind | 'idle';
export const overallKinds = [...verdictKinds, 'idle'] as const satisfies readonly OverallKind[];

export interface Overall {
  readonly kind: OverallKind;
  /** A short sentence without its time. */
  readonly words: string;
  /** Since when something cannot be seen, ms; null while all of it can. */
  readonly blindSince: number | null;
  /** Whatever is not green, worst first. */
  readonly reasons: readonly HealthLook[];
}

const sentences: Readonly<Record<OverallKind, string>> = {
  emergency: 'A release does serious harm',
  red: 'A release is harmful',
  yellow: 'Something needs watching',
  blind: 'Not everything can be seen',
  thin: 'Too little is seen yet to judge',
  pending: 'Waiting for the first full window',
  green: 'All that rolls out is well',
  idle: 'Nothing is rolling out',
};

/**
 * Overall health (R5.4): the worst of the verdicts of what rolls out, with panels over their alert line and sources that do not answer.
 * Never green while any of it is blind, and never green when nothing is watched at all. A panel alone makes it yellow at most: whether
 * a crossed line is harm is for its gate to say.
 */
export function overallOf(looks: readonly HealthLook[]): Overall {
  const weighed = looks.map((look) => (look.what === 'panel' ? { ...look, kind: calmer(look.kind) } : look));
  const reasons = weighed.filter((look) => look.kind !== 'green').toSorted((a, b) => rank(a.kind) - rank(b.kind));
  const watched = looks.some((look) => look.what === 'rollout');
  const kind: OverallKind = reasons[0]?.kind ?? (watched ? 'green' : 'idle');
  const blind = reasons.filter((look) => look.kind === 'blind' && look.since !== null).map((look) => look.since ?? 0);
  return { kind, words: sentences[kind], blindSince: blind.length === 0 ? null : Math.min(...blind), reasons };
}

function rank(kind: VerdictKind): number {
  return verdictKinds.indexOf(kind);
}

function calmer(kind: VerdictKind): VerdictKind {
  return kind === 'emergency' || kind === 'red' ? 'yellow' : kind;
}
