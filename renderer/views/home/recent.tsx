import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { releaseKey } from '../../../main/core/model/release.ts';
import { atHead } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { endingOf } from '../../parts/ending.ts';
import { Empty } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { href } from '../../stores/router.ts';
import classes from './side.module.css';

/** Targets of one release that ended the same way. */
interface Ended {
  readonly key: string;
  readonly first: RolloutRow;
  readonly targets: readonly string[];
}

const tones = { green: 'var(--tg-green)', red: 'var(--tg-red)', blind: 'var(--tg-faint)' } as const;

/** Ended lanes gathered by release and ending, in the order they came. Exported for tests. */
export function gatherEnded(rows: readonly RolloutRow[]): Ended[] {
  const groups = new Map<string, Ended>();
  for (const row of rows) {
    const key = `${releaseKey(row)} ${row.state}`;
    const group = groups.get(key);
    groups.set(key, group ? { ...group, targets: [...group.targets, row.targetName] } : { key, first: row, targets: [row.targetName] });
  }
  return [...groups.values()];
}

function Line({ ended }: { readonly ended: Ended }) {
  const { first } = ended;
  const ending = endingOf(first);
  return (
    <li className={classes.past}>
      <span className={classes.sign} style={{ color: tones[ending?.tone ?? 'blind'] }} aria-hidden>
        {ending?.sign ?? '○'}
      </span>
      <span>
        <a className={classes.link} href={href(`/rollouts/${encodeURIComponent(first.id)}`)}>
          {first.applicationName} {first.version} {ending?.word ?? first.next.sentence}
        </a>
        <span className={classes.where}>{atHead(ended.targets.join(', '))}</span>
      </span>
      <span className={classes.time}>{first.endedAt === null ? null : <RelativeTime at={first.endedAt} />}</span>
    </li>
  );
}

/** What ended lately. */
export function Recent({ rows }: { readonly rows: readonly RolloutRow[] }) {
  return (
    <Card title="Recent">
      {rows.length === 0 ? (
        <Empty title="Nothing has ended yet">Finished and taken-back releases appear here.</Empty>
      ) : (
        <ul className={classes.list}>
          {gatherEnded(rows).map((ended) => (
            <Line key={ended.key} ended={ended} />
          ))}
        </ul>
      )}
    </Card>
  );
}
