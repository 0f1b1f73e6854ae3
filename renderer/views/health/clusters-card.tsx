import { memo } from 'react';
import type { ClusterRow, HealthClusters } from '../../../main/contract/health.ts';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { healthClusters, useHealthFilter, useRefresh } from '../../stores/health.ts';
import classes from './health.module.css';
import { ageWords } from './words.ts';

/** Errors by cause, with what each version had of them. */
export const ClustersCard = memo(function ClustersCard() {
  const { filter } = useHealthFilter();
  const { answer, problem, loading, askAgain } = healthClusters.use(filter);
  useRefresh(askAgain);
  const rows = answer?.rows ?? [];
  return (
    <Card title="Errors by cause" aside={rows.length === 0 ? undefined : <span>{newOnes(rows)}</span>}>
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={4} label="Loading errors" /> : null}
      {answer !== null && rows.length === 0 ? (
        <Empty title="No error was reported in this time">
          Applications report errors to the event intake, with a message and, if they like, a name and a stack.
        </Empty>
      ) : null}
      {rows.length > 0 ? <Clusters rows={rows} /> : null}
      {answer === null ? null : <More more={answer.more} />}
    </Card>
  );
});

function newOnes(rows: readonly ClusterRow[]): string {
  const fresh = rows.filter((row) => row.age === 'new').length;
  return `${rows.length} ${rows.length === 1 ? 'cause' : 'causes'}, ${fresh === 0 ? 'none new' : `${fresh} new`}`;
}

function More({ more }: { readonly more: HealthClusters['more'] }) {
  if (more.errors === 0) return null;
  const causes = more.clusters === 0 ? '' : ` in ${count(more.clusters)} further causes`;
  return <p className={classes.more}>{`and ${count(more.errors)} errors${causes}, not listed one by one`}</p>;
}

function Clusters({ rows }: { readonly rows: readonly ClusterRow[] }) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.top}`}>
        <thead>
          <tr>
            <th scope="col">Error</th>
            <th scope="col">Application</th>
            <th scope="col">By version</th>
            <th scope="col">Kind</th>
            <th scope="col" className={table.number}>
              Count
            </th>
            <th scope="col">Last seen</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={`${row.applicationId} ${row.fingerprint}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row }: { readonly row: ClusterRow }) {
  return (
    <tr>
      <td className={classes.error}>
        <span className={classes.message}>
          {row.name === '' ? null : <strong>{row.name} </strong>}
          {row.title}
        </span>
        {row.frame === '' ? null : <span className={classes.frame}>at {row.frame}</span>}
        {row.hint === null ? null : <span className={classes.hint}>{row.hint}</span>}
      </td>
      <td className={table.nowrap}>{row.applicationName}</td>
      <td className={table.nowrap}>
        {row.versions.map((one) => (
          <span
            key={one.version}
            className={classes.perVersion}
            title={one.platforms.map((place) => `${place.platform} ${count(place.count)}`).join(', ')}
          >
            <span>{one.version}</span> {one.count === 0 ? 'earlier' : count(one.count)}
          </span>
        ))}
      </td>
      <td className={table.nowrap}>
        <span className={classes.role} data-role={row.age}>
          {ageWords[row.age]}
        </span>
      </td>
      <td className={table.number}>{count(row.total)}</td>
      <td className={`${table.nowrap} ${table.muted}`}>
        <RelativeTime at={row.lastAt} />
      </td>
    </tr>
  );
}
