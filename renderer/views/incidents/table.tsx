import type { IncidentRow } from '../../../main/contract/shapes.ts';
import { duration } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Severity } from '../../parts/severity.tsx';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { useNow } from '../../stores/clock.ts';
import { href } from '../../stores/router.ts';
import { lasted } from './select.ts';
import classes from './table.module.css';

/** One line per incident; the whole line opens it. */
export function IncidentTable({ rows }: { readonly rows: readonly IncidentRow[] }) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">What</th>
            <th scope="col">Release</th>
            <th scope="col">Opened</th>
            <th scope="col" className={table.number}>
              Lasted
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row }: { readonly row: IncidentRow }) {
  const now = useNow();
  return (
    <tr className={table.open}>
      <td>
        <Severity severity={row.severity} />
      </td>
      <td className={classes.what}>
        <a className={table.link} href={href(`/incidents/${encodeURIComponent(row.id)}`)}>
          {row.title}
        </a>
      </td>
      <td className={table.nowrap}>
        {row.applicationName} <span className={table.muted}>{row.version}</span>
      </td>
      <td className={`${table.nowrap} ${table.muted}`}>
        <RelativeTime at={row.openedAt} />
      </td>
      <td className={table.number}>{duration(lasted(row, now))}</td>
      <td className={table.nowrap}>
        <IncidentState row={row} />
      </td>
    </tr>
  );
}

/** Open or closed, by shape and word. */
export function IncidentState({ row }: { readonly row: IncidentRow }) {
  const open = row.closedAt === null;
  const by = open && row.acknowledgedBy !== null ? `, ${actorWords(row.acknowledgedBy)} has it` : '';
  return (
    <span className={open ? classes.isOpen : classes.isClosed}>
      <span aria-hidden>{open ? '○' : '✓'}</span> {open ? `open${by}` : 'closed'}
    </span>
  );
}
