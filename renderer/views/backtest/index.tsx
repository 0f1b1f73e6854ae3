import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { BacktestResult } from '../../../main/contract/backtests.ts';
import type { PlanRow } from '../../../main/contract/plans.ts';
import { Card } from '../../parts/card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { runBacktest, setScope, useBacktest } from '../../stores/backtest.ts';
import { planList } from '../../stores/plans.ts';
import { useQuery } from '../../stores/router.ts';
import { useStatus } from '../../stores/status.ts';
import { GatesCard } from './gates-card.tsx';
import { HistoryCard } from './history-card.tsx';
import type { HistoryDialog } from './history-card.tsx';
import { NoPast } from './no-past.tsx';
import { NumbersCard } from './numbers-card.tsx';
import { PracticeHistory } from './practice-history.tsx';
import { ReleasesCard } from './releases-card.tsx';
import { linesOf } from './select.ts';
import { SetupCard } from './setup-card.tsx';
import { TotalsCard } from './totals-card.tsx';

const everything = {};
/** With fewer past releases than this the practice fleet offers its own. */
const few = 10;

/** What a plan would have done to past releases, and what it would do with other numbers. */
export function BacktestView() {
  const { answer, loading, problem, askAgain } = planList.use(everything);
  useStart(answer);
  if (answer === null)
    return (
      <Page>
        <Card title="Backtest">
          {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
          {loading && !problem ? <Loading rows={6} label="Loading plans" /> : null}
        </Card>
      </Page>
    );
  return <Desk plans={answer} />;
}

/** Takes the plan that the address names, else the one before, else the first that can be run; runs it when nothing is known of it. */
function useStart(plans: readonly PlanRow[] | null): void {
  const named = useQuery().get('plan');
  useEffect(() => {
    if (plans === null) return;
    const { scope, before, progress } = useBacktest.getState();
    const sound = plans.filter((plan) => plan.problems.length === 0);
    const wanted = sound.find((plan) => plan.file === named) ?? sound.find((plan) => plan.file === scope.file) ?? firstOf(sound);
    if (wanted === undefined) return;
    if (wanted.file !== scope.file) setScope({ file: wanted.file });
    else if (before === null && progress === null) void runBacktest();
  }, [plans, named]);
}

function firstOf(plans: readonly PlanRow[]): PlanRow | undefined {
  return plans.find((plan) => plan.origin === 'workspace') ?? plans.find((plan) => plan.name === 'practice') ?? plans[0];
}

function Desk({ plans }: { readonly plans: readonly PlanRow[] }) {
  const { scope, result, before } = useBacktest();
  const [dialog, setDialog] = useState<HistoryDialog | null>(null);
  const practice = useStatus()?.practice === true;
  const plan = plans.find((one) => one.file === scope.file) ?? null;
  const history = <HistoryCard opened={dialog} onOpen={setDialog} onChanged={() => void runBacktest()} />;
  const past = result?.past.length ?? null;
  return (
    <Page>
      <SetupCard plans={plans} />
      {practice && past !== null && past < few ? <PracticeHistory past={past} /> : null}
      {past === 0 && !practice ? <NoPast days={scope.days} onImport={() => setDialog('import')} /> : null}
      {result !== null && past !== null && past > 0 && plan !== null ? (
        <Found result={result} before={before ?? result} plan={plan}>
          {history}
        </Found>
      ) : (
        <>
          <Waiting />
          {history}
        </>
      )}
    </Page>
  );
}

/** In the place of a first result. */
function Waiting() {
  const { result, progress } = useBacktest();
  if (result !== null) return null;
  if (progress?.state === 'running')
    return (
      <Card title="Result">
        <Loading rows={5} label="The backtest runs" />
      </Card>
    );
  if (progress?.state !== 'cancelled') return null;
  return (
    <Card title="Result" aside={<Button onClick={() => void runBacktest()}>Run again</Button>}>
      <p style={{ margin: 0, padding: 16 }}>The backtest was cancelled before anything was found.</p>
    </Card>
  );
}

interface FoundProps {
  readonly result: BacktestResult;
  readonly before: BacktestResult;
  readonly plan: PlanRow;
  readonly children: ReactNode;
}

function Found({ result, before, plan, children }: FoundProps) {
  const { progress, changed } = useBacktest();
  const stale = progress?.state === 'running';
  const changedNumbers = result !== before;
  const other = result.compare ?? (changedNumbers ? before.plan : null);
  const second = result.compare === null ? 'As written' : result.compare.plan;
  const names = { plan: changed.length > 0 ? `${plan.name}, changed` : plan.name, other: second };
  return (
    <>
      <TotalsCard result={result} before={before} stale={stale} />
      <Columns
        main={
          <>
            <GatesCard plan={result.plan} other={result.compare === null ? other : null} />
            <ReleasesCard lines={linesOf(result, before)} names={names} />
            {children}
          </>
        }
        side={<NumbersCard key={plan.file} plan={plan} />}
      />
    </>
  );
}
