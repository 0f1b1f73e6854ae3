import { Button, Select } from '@mantine/core';
import { memo, useState } from 'react';
import type { CompareRow, HealthCompare } from '../../../main/contract/health.ts';
import { count, keepUnits, metricValue } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { healthCompare, useHealthFilter, useRefresh } from '../../stores/health.ts';
import classes from './health.module.css';
import { compareSummary, tellingFirst } from './words.ts';

interface Choice {
  readonly applicationId: string | null;
  readonly a: string | null;
  readonly b: string | null;
}

/** Rows shown before the rest is asked for. */
const shownFirst = 8;

/** Two versions metric by metric, the better one named. */
export const CompareCard = memo(function CompareCard() {
  const { filter } = useHealthFilter();
  const [picked, setPicked] = useState<Choice>({ applicationId: null, a: null, b: null });
  // A choice belongs to the application it was made in.
  const choice = picked.applicationId === filter.applicationId ? picked : { applicationId: filter.applicationId, a: null, b: null };
  const { answer, problem, loading, askAgain } = healthCompare.use({
    applicationId: filter.applicationId,
    surface: filter.surface,
    range: filter.range,
    a: choice.a,
    b: choice.b,
  });
  useRefresh(askAgain);
  const choose = (part: Partial<Choice>): void => setPicked({ ...choice, ...part });
  return (
    <Card
      title={
        answer === null || answer.applicationName === '' ? 'Compare two versions' : `Compare two versions of ${answer.applicationName}`
      }
      aside={answer === null || answer.versions.length < 2 ? undefined : <Pickers answer={answer} choose={choose} />}
    >
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={4} label="Loading comparison" /> : null}
      {answer === null ? null : <Compared answer={answer} />}
    </Card>
  );
});

function Pickers({ answer, choose }: { readonly answer: HealthCompare; readonly choose: (part: Partial<Choice>) => void }) {
  return (
    <>
      <Select
        size="xs"
        className={classes.version ?? ''}
        aria-label="Version to compare"
        value={answer.a}
        data={answer.versions}
        onChange={(a) => choose({ a, b: answer.b === a ? null : answer.b })}
        allowDeselect={false}
      />
      <span>with</span>
      <Select
        size="xs"
        className={classes.version ?? ''}
        aria-label="Compared with"
        value={answer.b}
        data={answer.versions.filter((one) => one !== answer.a)}
        onChange={(b) => choose({ a: answer.a, b })}
        allowDeselect={false}
      />
    </>
  );
}

function Compared({ answer }: { readonly answer: HealthCompare }) {
  const { a, b } = answer;
  const [all, setAll] = useState(false);
  const rows = tellingFirst(answer.rows);
  if (a === null || b === null)
    return <Empty title="There is nothing to compare yet">Two versions can be compared once one was rolled out over the other.</Empty>;
  if (rows.length === 0)
    return <Empty title={`Nothing was read of ${a} and ${b} in this time`}>Choose a longer time, or other versions.</Empty>;
  return (
    <>
      <p className={classes.summary}>{compareSummary(answer)}</p>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Target</th>
              <th scope="col" className={table.number}>
                {a}
              </th>
              <th scope="col" className={table.number}>
                {b}
              </th>
              <th scope="col">Better</th>
              <th scope="col">How sure</th>
            </tr>
          </thead>
          <tbody>
            {(all ? rows : rows.slice(0, shownFirst)).map((row) => (
              <Line key={`${row.surface} ${row.targetName} ${row.metric}`} row={row} a={a} b={b} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shownFirst ? (
        <p className={classes.more}>
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${rows.length}`}
          </Button>
        </p>
      ) : null}
    </>
  );
}

function Line({ row, a, b }: { readonly row: CompareRow; readonly a: string; readonly b: string }) {
  const better = row.outcome === 'a' ? a : row.outcome === 'b' ? b : null;
  return (
    <tr>
      <td className={`${table.nowrap} ${table.strong}`}>{row.title}</td>
      <td className={`${table.nowrap} ${table.muted}`}>{row.targetName}</td>
      <Side row={row} side="a" />
      <Side row={row} side="b" />
      <td className={table.nowrap}>{better === null ? <span className={table.muted}>—</span> : <strong>{better}</strong>}</td>
      <td className={better === null ? table.muted : undefined}>
        {keepUnits(row.words)}
        {row.sameTime || row.outcome === 'unknown' ? null : <span className={table.muted}>; they ran at different times</span>}
      </td>
    </tr>
  );
}

function Side({ row, side }: { readonly row: CompareRow; readonly side: 'a' | 'b' }) {
  const { value, samples, readings } = row[side];
  const evidence = samples === null ? `${count(readings)} readings` : `${count(samples)} samples`;
  return (
    <td className={table.number}>
      <span className={row.outcome === side ? table.strong : undefined}>{metricValue(value, row.unit)}</span>
      <small className={classes.evidence}>{evidence}</small>
    </td>
  );
}
