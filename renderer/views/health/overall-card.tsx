import type { HealthOverview } from '../../../main/contract/health.ts';
import { keepUnits } from '../../format.ts';
import { ClockTime } from '../../parts/time.tsx';
import { marks, VerdictMark } from '../../parts/verdict-mark.tsx';
import { href } from '../../stores/router.ts';
import classes from './health.module.css';

type Overall = HealthOverview['overall'];

/** Reasons shown; the rest is counted. */
const mostReasons = 6;

/** The state of everything in one sentence, and why. */
export function OverallCard({ overall }: { readonly overall: Overall }) {
  const beyond = overall.reasons.length - mostReasons;
  return (
    <section className={classes.overall} data-kind={overall.kind} aria-label="Overall health">
      <p className={classes.state} role="status">
        {overall.kind === 'idle' ? null : (
          <span className={classes.sign} style={{ color: marks[overall.kind].color }} aria-hidden>
            {marks[overall.kind].sign}
          </span>
        )}
        <strong>{overall.words}</strong>
        {overall.blindSince === null ? null : (
          <span className={classes.since}>
            Can&rsquo;t see since <ClockTime at={overall.blindSince} />
          </span>
        )}
      </p>
      {overall.reasons.length === 0 ? null : (
        <ul className={classes.reasons}>
          {overall.reasons.slice(0, mostReasons).map((reason) => (
            <Reason key={`${reason.kind} ${reason.text}`} reason={reason} />
          ))}
        </ul>
      )}
      {beyond > 0 ? <p className={classes.quiet}>and {beyond} more</p> : null}
      {overall.kind === 'idle' ? (
        <p className={classes.quiet}>Sources are asked while something rolls out. What is shown below is what was read then.</p>
      ) : null}
    </section>
  );
}

function Reason({ reason }: { readonly reason: Overall['reasons'][number] }) {
  const text = keepUnits(reason.text);
  return (
    <li>
      <span className={classes.kind}>
        <VerdictMark kind={reason.kind} />
      </span>
      {reason.rolloutId === null ? <span>{text}</span> : <a href={href(`/rollouts/${encodeURIComponent(reason.rolloutId)}`)}>{text}</a>}
    </li>
  );
}
