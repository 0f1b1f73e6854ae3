import type { ConnectionKind } from '../../../main/core/model/connection.ts';
import type { Surface } from '../../../main/core/model/surface.ts';

interface KindWords {
  readonly kind: ConnectionKind;
  readonly title: string;
  /** What such a connection is for. */
  readonly says: string;
}

/** Kinds in the order a release meets them. */
export const kinds: readonly KindWords[] = [
  { kind: 'platform', title: 'Platforms', says: 'where releases are offered, widened and taken back' },
  { kind: 'flag', title: 'Flags', says: 'switches that take a feature away fastest' },
  { kind: 'metric', title: 'Metrics', says: 'numbers the gates judge' },
  { kind: 'check', title: 'Checks', says: 'outside verdicts asked before and between stages' },
  { kind: 'notice', title: 'Notices', says: 'where people are told' },
];

export const surfaceWords: Readonly<Record<Surface, string>> = { web: 'Web', desktop: 'Desktop', mobile: 'Mobile', flag: 'Flag' };

/** Whether a target can live on this connection. */
export function carriesTargets(kind: ConnectionKind): boolean {
  return kind === 'platform' || kind === 'flag';
}
