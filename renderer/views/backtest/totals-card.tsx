import { Button, Popover } from '@mantine/core';
import type { BacktestReportRow, BacktestResult } from '../../../main/contract/backtests.ts';
import { counted } from '../../../main/core/words.ts';
import { duration } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Note } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import classes from './backtest.module.css';
import type { Difference, Measure } from './words.ts';
import { badOnes, differenceOf, measures } from './words.ts';

interface TotalsProps {
  readonly result: BacktestResult;
  /** With the numbers as they are written; the same object when none is changed. */
  readonly before: BacktestResult;
  readonly stale: boolean;
}

/** What came out in a few numbers: alone, against the numbers as written, or beside a second plan. */
export function TotalsCard({ result, before, stale }: TotalsProps) {
  const { plan, compare } = result;
  const releases = plan.totals.releases;
  const changed = before !== result;
  return (
    <Card
      title={changed ? `Result of ${plan.plan}, with changed numbers` : `Result of ${plan.plan}`}
      aside={
        <>
          <span>{releases === 1 ? '1 past release' : `${releases} past releases`}</span>
          <Counted />
        </>
      }
    >
      <div aria-busy={stale} className={stale ? classes.stale : undefined}>
        {compare === null ? <Tiles plan={plan} before={changed ? before.plan : null} /> : <Beside plan={plan} other={compare} />}
        <Waits plan={plan} />
        {result.warnings.map((warning) => (
          <div key={warning} className={classes.note}>
            <Note tone="warning">{warning}</Note>
          </div>
        ))}
      </div>
    </Card>
  );
}

/** The formulas behind the numbers. */
function Counted() {
  return (
    <Popover width={420} position="bottom-end" withArrow={false}>
      <Popover.Target>
        <Button size="compact-sm">How this is counted</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.counted}>
          {measures.map(({ name, hint }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{hint}.</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Without any reading of its metrics a plan can neither catch nor miss. */
function sawSomething({ totals }: BacktestReportRow): boolean {
  return totals.classes.noReadings < totals.releases;
}

function valueOf(measure: Measure, report: BacktestReportRow): string {
  const value = measure.text(measure.of(report));
  return measure.name === 'Stopped rightly' ? `${value} of ${badOnes(report)}` : value;
}

function Tiles({ plan, before }: { readonly plan: BacktestReportRow; readonly before: BacktestReportRow | null }) {
  return (
    <Facts>
      {measures.map((measure) => (
        <Fact key={measure.name} name={measure.name}>
          <span className={classes.big}>{valueOf(measure, plan)}</span>
          {before === null ? null : (
            <span className={classes.was}>
              was {valueOf(measure, before)} <Judged {...differenceOf(measure, measure.of(before), measure.of(plan))} />
            </span>
          )}
        </Fact>
      ))}
    </Facts>
  );
}

/** A difference by sign, amount and word, so that it does not hang on its colour. */
export function Judged({ sign, words, judged }: Difference) {
  if (judged === 'same') return <span className={table.muted}>= the same</span>;
  return (
    <span className={judged === 'better' ? classes.better : classes.worse}>
      {sign}
      {words}, {judged}
    </span>
  );
}

function Beside({ plan, other }: { readonly plan: BacktestReportRow; readonly other: BacktestReportRow }) {
  const comparable = sawSomething(plan) && sawSomething(other);
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" className={table.number}>
              {plan.plan}
            </th>
            <th scope="col" className={table.number}>
              {other.plan === plan.plan ? `${other.plan}, second` : other.plan}
            </th>
            <th scope="col">{plan.plan} against it</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.name}>
              <td>{measure.name}</td>
              <td className={`${table.number} ${table.strong}`}>{valueOf(measure, plan)}</td>
              <td className={table.number}>{valueOf(measure, other)}</td>
              <td className={table.nowrap}>
                {comparable ? (
                  <Judged {...differenceOf(measure, measure.of(other), measure.of(plan))} />
                ) : (
                  <span className={table.muted}>nothing to compare</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Time the plan would have waited, and what it could not see; nothing when there was neither. */
function Waits({ plan }: { readonly plan: BacktestReportRow }) {
  const { held, classes: counts } = plan.totals;
  const waits = [
    held.yellow > 0 ? `${duration(held.yellow)} on yellow` : '',
    held.thin > 0 ? `${duration(held.thin)} for enough samples` : '',
    held.blind > 0 ? `${duration(held.blind)} blind` : '',
  ].filter((words) => words !== '');
  const parts = [
    waits.length > 0 ? `It would have waited about ${waits.join(', ')} in all.` : '',
    counts.noReadings > 0 ? `Of ${counted(counts.noReadings, 'release')} nothing is kept of the metrics of this plan.` : '',
    counts.unknown > 0 ? `${counted(counts.unknown, 'release')} cancelled or still open: whether good is not known.` : '',
  ].filter((words) => words !== '');
  return parts.length === 0 ? null : <p className={classes.foot}>{parts.join(' ')}</p>;
}
