import type { BacktestGateRow, BacktestReportRow } from '../../../main/contract/backtests.ts';
import type { ReactNode } from 'react';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import classes from './backtest.module.css';

interface GatesProps {
  readonly plan: BacktestReportRow;
  /** What the counts are compared with; null for nothing. */
  readonly other: BacktestReportRow | null;
}

/** What each gate did over all past releases. */
export function GatesCard({ plan, other }: GatesProps) {
  const before = new Map(other?.gates.map((gate) => [gate.gate, gate]));
  if (plan.gates.length === 0)
    return (
      <Card title="Gates">
        <Empty title="This plan has no gate">Without a gate nothing is ever stopped.</Empty>
      </Card>
    );
  return (
    <Card title="Gates" aside={<span>releases in which each was red</span>}>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Gate</th>
              <Cell head>Alarms</Cell>
              <Cell head>Rightly</Cell>
              <Cell head>Falsely</Cell>
              <Cell head>First to stop</Cell>
            </tr>
          </thead>
          <tbody>
            {plan.gates.map((gate) => (
              <Line key={gate.gate} gate={gate} before={before.get(gate.gate) ?? null} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Cell({ head = false, children }: { readonly head?: boolean; readonly children: ReactNode }) {
  return head ? (
    <th scope="col" className={table.number}>
      {children}
    </th>
  ) : (
    <td className={table.number}>{children}</td>
  );
}

function Line({ gate, before }: { readonly gate: BacktestGateRow; readonly before: BacktestGateRow | null }) {
  return (
    <tr>
      <td className={table.strong}>
        {gate.title} {gate.shadow ? <span className={table.muted}>shadow, stops nothing</span> : null}
      </td>
      {(['alarms', 'trueAlarms', 'falseAlarms', 'first'] as const).map((key) => (
        <Cell key={key}>
          {before !== null && before[key] !== gate[key] ? <span className={classes.wasNumber}>{count(before[key])} → </span> : null}
          <span className={key === 'falseAlarms' && gate[key] > 0 ? classes.worse : undefined}>{count(gate[key])}</span>
        </Cell>
      ))}
    </tr>
  );
}
