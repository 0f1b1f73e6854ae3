import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { BacktestNumbersRow } from '../../../main/contract/backtests.ts';
import type { PlanRow } from '../../../main/contract/plans.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { planNumbers, resetNumbers, useBacktest } from '../../stores/backtest.ts';
import type { ChangedNumber } from '../../stores/backtest.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './backtest.module.css';
import { NumberRow } from './number-row.tsx';
import { UseDialog } from './use-dialog.tsx';

/** The numbers of the plan's gates, to be tried out; each change runs again once the hand rests. */
export function NumbersCard({ plan }: { readonly plan: PlanRow }) {
  const changed = useBacktest((state) => state.changed);
  const { answer, loading, problem, askAgain } = planNumbers.use({ plan: { file: plan.file } });
  const [chosen, setChosen] = useState<string | null>(null);
  const gates = (answer ?? []).filter((gate) => gate.numbers.some((number) => number.value !== null));
  const gate = gates.find((one) => one.gate === chosen) ?? gates[0] ?? null;
  return (
    <Card title="Try other numbers" aside={changed.length > 0 ? <span>{changed.length} changed</span> : undefined}>
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={5} label="Loading the numbers of the plan" /> : null}
      {answer !== null && gate === null ? (
        <Empty title="No gate has a number to change">The gates of this plan judge by their members.</Empty>
      ) : null}
      {gate === null ? null : (
        <>
          <CardRow>
            <Select
              label="Gate"
              allowDeselect={false}
              data={gates.map((one) => ({ value: one.gate, label: titled(one, changed) }))}
              value={gate.gate}
              onChange={setChosen}
            />
          </CardRow>
          <Numbers key={gate.gate} gate={gate} changed={changed} />
          <Deeds plan={plan} changed={changed} />
        </>
      )}
    </Card>
  );
}

function titled(gate: BacktestNumbersRow, changed: readonly ChangedNumber[]): string {
  const count = changed.filter((one) => one.gate === gate.gate).length;
  return count === 0 ? gate.title : `${gate.title} (${count} changed)`;
}

function Numbers({ gate, changed }: { readonly gate: BacktestNumbersRow; readonly changed: readonly ChangedNumber[] }) {
  const [all, setAll] = useState(false);
  const own = changed.filter((one) => one.gate === gate.gate);
  const shown = gate.numbers.filter((one) => all || one.value !== null || own.some((change) => change.key === one.key));
  const left = gate.numbers.length - shown.length;
  return (
    <CardRow>
      <div className={classes.numbers}>
        {shown.map((number) => (
          <NumberRow key={number.key} gate={gate} number={number} change={own.find((change) => change.key === number.key) ?? null} />
        ))}
        {left > 0 ? (
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            {left} more that the plan leaves out
          </Button>
        ) : null}
      </div>
    </CardRow>
  );
}

function Deeds({ plan, changed }: { readonly plan: PlanRow; readonly changed: readonly ChangedNumber[] }) {
  const [using, setUsing] = useState(false);
  const roleNote = useRoleNote('admin');
  const none = changed.length === 0;
  return (
    <CardRow>
      <div className={classes.deeds}>
        <Button disabled={none} onClick={resetNumbers}>
          Reset
        </Button>
        <Button variant="filled" disabled={none || roleNote !== null} title={roleNote ?? undefined} onClick={() => setUsing(true)}>
          Use these numbers…
        </Button>
      </div>
      {using ? <UseDialog plan={plan} changed={changed} onClose={() => setUsing(false)} /> : null}
    </CardRow>
  );
}
