import type { RolloutRow } from '../../main/contract/shapes.ts';
import { keepUnits } from '../format.ts';
import classes from './way-back.module.css';

type WayBack = Pick<RolloutRow['wayBack'], 'exists' | 'says' | 'to'>;

/** One line: whether there is a way back, and where it leads. A flag has no version, it is switched off. */
export function wayBackInWords({ exists, to, says }: WayBack): string {
  if (exists === true) return to === null ? 'A way back exists: off for everyone' : `A way back exists: ${to}`;
  return keepUnits(says);
}

const tones = { true: 'exists', false: 'none', null: 'unknown' } as const;
const signs = { true: '↩', false: '✕', null: '?' } as const;

/** Whether the release could be taken back, shown all the time; `full` adds what it would do. */
export function WayBackLine({ wayBack, full = false }: { readonly wayBack: WayBack; readonly full?: boolean }) {
  const key = `${wayBack.exists}` as const;
  return (
    <div className={`${classes.line} ${classes[tones[key]] ?? ''}`} title={full ? undefined : wayBack.says}>
      <span className={classes.sign} aria-hidden>
        {signs[key]}
      </span>
      <span>
        <span className={classes.words}>{wayBackInWords(wayBack)}</span>
        {full && wayBack.exists === true ? <span className={classes.says}>. {keepUnits(wayBack.says)}</span> : null}
      </span>
    </div>
  );
}
