import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { isAct } from '../../parts/next-sentence.tsx';
import { Empty } from '../../parts/states.tsx';
import { ClockTime, RelativeTime } from '../../parts/time.tsx';
import { nextDecisions } from '../../stores/fleet.ts';
import { useNow } from '../../stores/clock.ts';
import { href } from '../../stores/router.ts';
import classes from './side.module.css';

/** Further ones are on their lanes. */
const shown = 6;
const soonMs = 10 * 60_000;

function When({ at }: { readonly at: number }) {
  const soon = at - useNow() < soonMs;
  return soon ? <RelativeTime at={at} /> : <ClockTime at={at} />;
}

/** The decisions that have a time, soonest first. */
export function NextDecisions({ lanes }: { readonly lanes: readonly RolloutRow[] }) {
  const rows = nextDecisions(lanes).slice(0, shown);
  return (
    <Card title="Next decisions">
      {rows.length === 0 ? (
        <Empty title="Nothing has a time yet">A lane that waits for a person or a source has none.</Empty>
      ) : (
        <ul className={classes.list}>
          {rows.map((row) => (
            <li key={row.id} className={classes.line}>
              <span className={classes.time}>{row.next.at === null ? null : <When at={row.next.at} />}</span>
              <a className={classes.link} href={href(`/rollouts/${encodeURIComponent(row.id)}`)}>
                {row.applicationName} {row.targetName}: {isAct(row.next) ? row.next.sentence : 'can know'}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
