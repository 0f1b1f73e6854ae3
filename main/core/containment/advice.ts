import type { Surface } from '../model/surface.ts';
import type { StandingKind } from './standing.ts';

/** What a person can do for those who keep a release although nobody new gets it. It is only ever advised, never pressed by itself. */
export interface Advice {
  readonly act: 'reissue';
  readonly says: string;
}

export interface AdviceGround {
  readonly surface: Surface;
  readonly kind: StandingKind;
  readonly version: string;
  readonly previousVersion: string | null;
}

/**
 * The act after the last rung of a desktop target: neither a rollback nor a share of 0 % reaches an app that has the release, because
 * update clients only go up. Null where the platform itself brings users back, or while a better act is still on its way. Pure.
 */
export function adviceOf({ surface, kind, version, previousVersion }: AdviceGround): Advice | null {
  if (surface !== 'desktop' || previousVersion === null || (kind !== 'contained' && kind !== 'failed')) return null;
  const says = `Apps that have ${version} keep it until a higher version is out: issue the code of ${previousVersion} again under a higher number.`;
  return { act: 'reissue', says };
}
