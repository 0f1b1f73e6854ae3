import { VerdictMark } from '../../parts/verdict-mark.tsx';
import type { MarkKind } from '../../parts/verdict-mark.tsx';
import classes from './help.module.css';

const meanings: readonly (readonly [MarkKind, string])[] = [
  ['green', 'inside every bound'],
  ['yellow', 'past the yellow bound: holds'],
  ['red', 'over a bound: rolls back'],
  ['emergency', 'far over: rolls back at once'],
  ['blind', 'the source is silent: holds, no opinion'],
  ['thin', 'too few samples yet'],
  ['pending', 'the window is not full yet'],
  ['drifted', 'the platform differs from what was written'],
];

/** What each mark says, the same in tray, command line and notifications. */
export function Legend() {
  return (
    <section className={classes.group}>
      <h3 className={classes.name}>Marks</h3>
      <dl className={classes.marks}>
        {meanings.map(([kind, meaning]) => (
          <div key={kind}>
            <dt>
              <VerdictMark kind={kind} />
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
