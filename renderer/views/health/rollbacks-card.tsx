import type { HealthOverview, RollbackRow } from '../../../main/contract/health.ts';
import { keepUnits } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { href } from '../../stores/router.ts';
import classes from './health.module.css';

/** Releases that were taken back in the time looked at, newest first. */
export function RollbacksCard({ rows }: { readonly rows: HealthOverview['rollbacks'] }) {
  return (
    <Card title="Rollbacks" aside={<span>{rows.length}</span>}>
      {rows.length === 0 ? <Empty title="Nothing was taken back">No release was rolled back in this time.</Empty> : null}
      <div className={classes.rollbacks}>
        {rows.map((row) => (
          <CardRow key={row.decisionId}>
            <Event row={row} />
          </CardRow>
        ))}
      </div>
    </Card>
  );
}

function Event({ row }: { readonly row: RollbackRow }) {
  return (
    <div className={classes.event}>
      <p>
        <a href={href(`/rollouts/${encodeURIComponent(row.rolloutId)}`)}>
          {row.applicationName} {row.version}
        </a>
        {row.toVersion === null ? ' taken back' : ` → ${row.toVersion}`}
        <span className={classes.when}>
          <RelativeTime at={row.at} />
        </span>
      </p>
      <p className={classes.quiet}>
        {row.targets.join(', ')} · {row.byPerson ? row.actor : 'by Tidegate'}
      </p>
      <p className={classes.quiet}>{keepUnits(row.reason)}</p>
    </div>
  );
}
