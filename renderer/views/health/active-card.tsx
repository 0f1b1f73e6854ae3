import type { ActiveVersionRow, HealthOverview } from '../../../main/contract/health.ts';
import { count, percent } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { ClockTime, RelativeTime } from '../../parts/time.tsx';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import { href } from '../../stores/router.ts';
import classes from './health.module.css';

/** Which version users get where. */
export function ActiveCard({ rows }: { readonly rows: HealthOverview['active'] }) {
  const versions = new Set(rows.map((row) => `${row.applicationId} ${row.version}`)).size;
  return (
    <Card
      title="Active versions"
      aside={rows.length === 0 ? undefined : <span>{versions === 1 ? '1 version' : `${versions} versions`}</span>}
    >
      {rows.length === 0 ? (
        <Empty title="No version is known here">
          A target tells its version once its platform was read. Choose another filter, or connect a platform.
        </Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Application</th>
                <th scope="col">Target</th>
                <th scope="col">Version</th>
                <th scope="col" className={table.number}>
                  Share
                </th>
                <th scope="col" className={table.number}>
                  Users
                </th>
                <th scope="col">Verdict</th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={`${row.targetId} ${row.version} ${row.role}`} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Line({ row }: { readonly row: ActiveVersionRow }) {
  return (
    <tr className={row.rolloutId === null ? undefined : table.open}>
      <td className={table.nowrap}>{row.applicationName}</td>
      <td className={table.nowrap}>{row.targetName}</td>
      <td className={table.nowrap}>
        {row.rolloutId === null ? (
          <span className={table.strong}>{row.version}</span>
        ) : (
          <a className={table.link} href={href(`/rollouts/${encodeURIComponent(row.rolloutId)}`)}>
            {row.version}
          </a>
        )}{' '}
        <span className={classes.role} data-role={row.role}>
          {row.role}
        </span>
      </td>
      <td className={table.number}>{percent(row.percent)}</td>
      <td className={table.number}>{count(row.users)}</td>
      <td className={table.nowrap}>
        {row.verdict === null ? <span className={table.muted}>not judged</span> : <VerdictMark kind={row.verdict} note={row.note} />}
      </td>
      <td className={`${table.nowrap} ${table.muted}`}>
        {row.blindSince === null ? (
          row.since === null ? (
            '—'
          ) : (
            <RelativeTime at={row.since} />
          )
        ) : (
          <>
            platform unseen since <ClockTime at={row.blindSince} />
          </>
        )}
      </td>
    </tr>
  );
}
