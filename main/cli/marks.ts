import type { VerdictKind } from '../core/model/verdict.ts';

/** The same marks as in the window: never colour alone. */
export const verdictMarks: Readonly<Record<VerdictKind, string>> = {
  green: '●',
  yellow: '◆',
  red: '▲',
  emergency: '▲▲',
  blind: '◌',
  thin: '◔',
  pending: '·',
};
