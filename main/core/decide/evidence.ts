import { durationInWords, sentence } from '../words.ts';
import { conclude, type Rule, type View } from './view.ts';

/** Yellow, blind and thin hold the share where it is; a window that is not full waits. */
export const holdOnEvidence: Rule = (view) => {
  const { worst } = view;
  if (worst === null) return null;
  const reason = `${worst.title}: ${sentence(worst.reason)}`;
  switch (worst.kind) {
    case 'yellow': {
      // Only a breach that has not lasted long enough knows when it could turn red.
      const next = worst.nextChangeAt === null ? calmer(view) : 'rolls back unless it recovers';
      const pauses = view.stage?.onYellow.action === 'pause' && view.snapshot.rollout.state === 'running';
      if (pauses && !view.watch.paused) {
        const pause = conclude(view, { kind: 'pause', cause: 'yellow', reason, next: 'needs a person to resume' });
        return { ...pause, watch: { ...pause.watch, paused: true } };
      }
      return conclude(view, { kind: 'hold', cause: 'yellow', reason, next, nextAt: worst.nextChangeAt });
    }
    case 'blind':
      return conclude(view, { kind: 'hold', cause: 'blind', reason, next: `holds: ${blindness(view)}`, nextAt: worst.nextChangeAt });
    case 'thin':
      return conclude(view, { kind: 'hold', cause: 'thin', reason, next: 'needs more samples', nextAt: worst.nextChangeAt });
    case 'pending':
      return conclude(view, { kind: 'wait', cause: 'pending', reason, next: 'fills its first window', nextAt: worst.nextChangeAt });
    default:
      return null;
  }
};

function calmer({ stage }: View): string {
  if (stage?.onYellow.action !== 'extend') return 'holds until it is green';
  return `holds until it is green, then watches ${durationInWords(stage.onYellow.extendMs)} longer`;
}

function blindness({ worst, snapshot }: View): string {
  if (worst === null || worst.observedAt === null || snapshot.now - worst.observedAt < 1000) return 'nothing to judge by';
  return `silent for ${durationInWords(snapshot.now - worst.observedAt)}`;
}
