import type { Surface } from '../model/surface.ts';
import { counted, durationInWords, listInWords } from '../words.ts';
import { bySpeed, type Measured } from './measured.ts';

/** The three ways back of R4.2 with the time they promise, ms. */
export const waysBack = [
  { way: 'flag', title: 'Switch the flag off', promiseMs: 60_000 },
  { way: 'component', title: 'Switch one component off', promiseMs: 5 * 60_000 },
  { way: 'full', title: 'Take the whole release back', promiseMs: 30 * 60_000 },
] as const;
export type WayName = (typeof waysBack)[number]['way'];

/** A target that has the release, as the ways back see it. */
export interface WayLine {
  readonly targetId: string;
  readonly targetName: string;
  readonly surface: Surface;
  /** Whether the platform lets the release be taken back here now; null when it could not be asked. */
  readonly available: boolean | null;
  readonly measured: Measured | null;
}

export interface Way {
  readonly way: WayName;
  readonly title: string;
  readonly promiseMs: number;
  readonly available: boolean;
  readonly says: string;
  /** Fastest first. */
  readonly targets: readonly WayLine[];
  /** The slowest of its targets: they are taken back side by side. */
  readonly measured: Measured | null;
  /** Whether the times measured kept the promise; null while nothing was measured. */
  readonly kept: boolean | null;
}

/**
 * The ways back a release has, in the order they are offered (R4.2). With one flag the release has no component of its own to switch
 * off; with several, each of them is one. Pure.
 */
export function waysOf(lines: readonly WayLine[]): Way[] {
  const flags = lines.filter((line) => line.surface === 'flag');
  const choose: Record<WayName, { readonly targets: readonly WayLine[]; readonly none: string }> = {
    flag: { targets: flags, none: 'No flag carries this release now.' },
    component: {
      targets: flags.length > 1 ? flags : [],
      none: flags.length === 1 ? 'This release has one flag, which is all of it.' : 'No flag carries a part of this release now.',
    },
    full: { targets: lines, none: 'Nobody is offered this release now.' },
  };
  return waysBack.map(({ way, title, promiseMs }) => {
    const targets = bySpeed(choose[way].targets);
    const able = targets.filter((line) => line.available === true);
    const measured = slowest(targets);
    const available = way === 'component' ? able.length > 0 : targets.length > 0 && able.length === targets.length;
    const kept = measured === null ? null : measured.worstMs <= promiseMs;
    return { way, title, promiseMs, available, says: wordsOf(way, targets, able, choose[way].none), targets, measured, kept };
  });
}

function slowest(targets: readonly WayLine[]): Measured | null {
  const known = targets.flatMap((line) => line.measured ?? []);
  return known.toSorted((a, b) => b.medianMs - a.medianMs)[0] ?? null;
}

function wordsOf(way: WayName, targets: readonly WayLine[], able: readonly WayLine[], none: string): string {
  if (targets.length === 0) return none;
  const names = listInWords(targets.map((line) => line.targetName));
  if (able.length === targets.length) {
    if (way === 'component') return `Switches one of ${names} off; the others stay.`;
    return way === 'flag' ? `Off for everybody: ${names}.` : `Takes it back on ${counted(targets.length, 'target')}: ${names}.`;
  }
  const not = targets.filter((line) => line.available !== true).map((line) => line.targetName);
  return `Not on ${listInWords(not)} now.`;
}

/** `median 2 s of 3, last 2 s` for lists. */
export function measuredInWords(measured: Measured | null): string {
  if (measured === null) return 'not measured yet';
  return `median ${durationInWords(measured.medianMs)} of ${measured.count}, last ${durationInWords(measured.lastMs)}`;
}
