import type { VerdictKind } from '../../main/core/model/verdict.ts';
import type { Ending } from './ending.ts';
import classes from './verdict-mark.module.css';

/** What a mark can say: the verdicts, and that the platform differs from what was written. */
export type MarkKind = VerdictKind | 'drifted';

interface Mark {
  readonly sign: string;
  readonly word: string;
  /** CSS colour of lines and strips. */
  readonly color: string;
}

/** One sign and one word each, the same in tray, command line and notifications. */
export const marks: Readonly<Record<MarkKind, Mark>> = {
  green: { sign: '●', word: 'green', color: 'var(--tg-green)' },
  yellow: { sign: '◆', word: 'yellow', color: 'var(--tg-yellow)' },
  red: { sign: '▲', word: 'red', color: 'var(--tg-red)' },
  emergency: { sign: '▲▲', word: 'emergency', color: 'var(--tg-red)' },
  blind: { sign: '◌', word: 'blind', color: 'var(--tg-blind-strip)' },
  thin: { sign: '◔', word: 'thin', color: 'var(--tg-thin-strip)' },
  pending: { sign: '·', word: 'pending', color: 'var(--tg-blind-strip)' },
  drifted: { sign: '⇄', word: 'drifted', color: 'var(--tg-drift)' },
};

/** Colour of a verdict in long strips, calmer than in text. */
export function stripColor(kind: MarkKind): string {
  return kind === 'green' ? 'var(--tg-green-strip)' : marks[kind].color;
}

/** The mark of a lane: drift is shown before any verdict. */
export function markOf(row: { readonly drift: unknown; readonly verdict: VerdictKind }): MarkKind {
  return row.drift === null ? row.verdict : 'drifted';
}

/** Sign and word of how a rollout ended. */
export function EndMark({ ending }: { readonly ending: Ending }) {
  return (
    <span className={`${classes.mark} ${classes[ending.tone]}`}>
      <span className={classes.sign} aria-hidden>
        {ending.sign}
      </span>
      <span>{ending.word}</span>
    </span>
  );
}

/** Sign and word of a verdict; `note` adds its number, such as `31/50` or `4 min`. */
export function VerdictMark({ kind, note = '' }: { readonly kind: MarkKind; readonly note?: string }) {
  const mark = marks[kind];
  return (
    <span className={`${classes.mark} ${classes[kind]}`} data-verdict={kind}>
      <span className={classes.sign} aria-hidden>
        {mark.sign}
      </span>
      <span>{note === '' ? mark.word : `${mark.word} ${note}`}</span>
    </span>
  );
}
