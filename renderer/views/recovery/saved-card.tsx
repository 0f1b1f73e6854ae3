import type { RecoveryRow } from '../../../main/contract/safety.ts';
import { atHead, count } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Note } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import classes from './recovery.module.css';

type Table = RecoveryRow['tables'][number];

function isWhole(row: Table): boolean {
  return row.missing === 0 && row.leftOut === 0;
}

/** Table by table: saved, missing, left out. Those that lost something come first. */
export function SavedCard({ recovery }: { readonly recovery: RecoveryRow }) {
  const shown = recovery.tables.filter((row) => row.rows > 0 || !isWhole(row));
  const sorted = shown.toSorted((a, b) => Number(isWhole(a)) - Number(isWhole(b)));
  const hurt = shown.filter((row) => !isWhole(row)).length;
  return (
    <Card
      title="What was saved"
      aside={hurt === 0 ? 'no table lost anything' : `${count(hurt)} of ${count(shown.length)} tables lost something`}
    >
      <CardRow>
        <Note tone={recovery.audit.lost.length === 0 && recovery.audit.endKnown ? 'info' : 'warning'}>
          <strong>Audit.</strong> {recovery.audit.words}
        </Note>
      </CardRow>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className={table.number}>
                Saved
              </th>
              <th scope="col" className={table.number}>
                Missing
              </th>
              <th scope="col" className={table.number} title="Could be read, but its content was damaged or what it belongs to is lost">
                Left out
              </th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={row.what}>
                <td className={isWhole(row) ? undefined : table.strong}>{atHead(row.what)}</td>
                <td className={table.number}>{count(row.rows)}</td>
                <td className={table.number}>{row.missing === null ? 'not known' : count(row.missing)}</td>
                <td className={table.number}>{count(row.leftOut)}</td>
                <td className={table.nowrap}>
                  <State row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function State({ row }: { readonly row: Table }) {
  if (isWhole(row)) return <span className={classes.whole}>✓ whole</span>;
  if (row.rows === 0) return <span className={classes.lost}>▲ lost</span>;
  return <span className={classes.partly}>◆ in part</span>;
}
