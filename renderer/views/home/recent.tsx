import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { href } from '../../stores/router.ts';
import classes from './side.module.css';

interface Ending {
  readonly sign: string;
  readonly color: string;
  readonly words: string;
}

function endingOf(row: RolloutRow): Ending {
  if (row.state === 'completed') return { sign: '●', color: 'var(--tg-green)', words: 'complete' };
  if (row.state === 'rolledBack')
    return { sign: '▲', color: 'var(--tg-red)', words: `back on ${row.previousVersion ?? 'the version before'}` };
  return { sign: '○', color: 'var(--tg-faint)', words: row.state === 'cancelled' ? 'cancelled' : row.next.sentence };
}

/** What ended lately. */
export function Recent({ rows }: { readonly rows: readonly RolloutRow[] }) {
  return (
    <Card title="Recent">
      {rows.length === 0 ? (
        <Empty title="Nothing has ended yet">Finished and taken-back releases appear here.</Empty>
      ) : (
        <ul className={classes.list}>
          {rows.map((row) => {
            const ending = endingOf(row);
            return (
              <li key={row.id} className={classes.past}>
                <span className={classes.sign} style={{ color: ending.color }} aria-hidden>
                  {ending.sign}
                </span>
                <a className={classes.link} href={href(`/rollouts/${encodeURIComponent(row.id)}`)}>
                  {row.applicationName} {row.version} {row.targetName} {ending.words}
                </a>
                <span className={classes.time}>{row.endedAt === null ? null : <RelativeTime at={row.endedAt} />}</span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
