import type { MatrixRow } from '../../../main/contract/shapes.ts';
import type { MatrixColumn } from '../../../main/core/decide/matrix.ts';
import { keepUnits } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { marks } from '../../parts/verdict-mark.tsx';
import classes from './matrix-card.module.css';

const columns: Readonly<Record<MatrixColumn, { readonly word: string; readonly sign: string; readonly color: string }>> = {
  green: { word: 'green', sign: marks.green.sign, color: marks.green.color },
  yellow: { word: 'yellow', sign: marks.yellow.sign, color: marks.yellow.color },
  red: { word: 'red', sign: marks.red.sign, color: marks.red.color },
  emergency: { word: 'emergency', sign: marks.emergency.sign, color: marks.emergency.color },
  noData: { word: 'no data', sign: marks.blind.sign, color: marks.blind.color },
};

function Cell({ cell, row }: { readonly cell: MatrixRow['cells'][number]; readonly row: MatrixRow }) {
  const current = row.current === cell.column;
  if (cell.when === null) {
    return (
      <td className={classes.never}>
        <span aria-hidden>—</span>
        <span className={classes.hidden}>never</span>
      </td>
    );
  }
  return (
    <td aria-current={current ? 'true' : undefined} className={current ? classes.current : undefined} data-column={cell.column}>
      <div className={classes.cell}>
        <span className={classes.when}>{keepUnits(cell.when)}</span>
        <span className={classes.then}>→ {keepUnits(cell.outcome)}</span>
        {current ? <strong className={classes.now}>{columns[cell.column].sign} now</strong> : null}
      </div>
    </td>
  );
}

/** What each gate leads to in this stage, and where it stands now (R3.7): when it says something, and what is then done. */
export function MatrixCard({ rows, stage }: { readonly rows: readonly MatrixRow[]; readonly stage: string }) {
  const [first] = rows;
  if (first === undefined) return null;
  return (
    <Card title="Decision matrix" aside={`stage ${stage}: when a gate says this → that is done`}>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Gate</th>
              {first.cells.map(({ column }) => (
                <th key={column} scope="col">
                  <span style={{ color: columns[column].color }} aria-hidden>
                    {columns[column].sign}
                  </span>{' '}
                  {columns[column].word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.gate}>
                <th scope="row">
                  {row.title}
                  {row.shadow ? <span className={classes.shadow}>shadow</span> : null}
                </th>
                {row.cells.map((cell) => (
                  <Cell key={cell.column} cell={cell} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
