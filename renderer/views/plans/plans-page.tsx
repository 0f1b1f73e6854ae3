import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { planList } from '../../stores/plans.ts';
import { PlanTable } from './plan-table.tsx';

const everything = {};

/** The team's own plans first, then those that ship with Tidegate. */
export function PlansPage() {
  const { answer, loading, problem, askAgain } = planList.use(everything);
  const own = (answer ?? []).filter((plan) => plan.origin === 'workspace');
  const presets = (answer ?? []).filter((plan) => plan.origin === 'preset');
  return (
    <Page>
      {problem && answer === null ? (
        <Card title="Plans">
          <Problem problem={problem} onRetry={askAgain} />
        </Card>
      ) : null}
      {answer === null && loading ? (
        <Card title="Plans">
          <Loading rows={6} label="Loading plans" />
        </Card>
      ) : null}
      {answer ? (
        <>
          <Card title="My plans" aside={<span>in the workspace folder</span>}>
            {own.length > 0 ? (
              <PlanTable plans={own} />
            ) : (
              <Empty title="No plan of your own yet">
                A plan says in which steps a release widens and which gates may stop it. Open one below and copy it; the copy is yours to
                change. A rollout keeps the text it started with.
              </Empty>
            )}
          </Card>
          <Card title="Presets" aside={<span>ship with Tidegate, read only</span>}>
            {presets.length > 0 ? (
              <PlanTable plans={presets} />
            ) : (
              <Empty title="No preset was found">The installation lacks its plan files. Install Tidegate again.</Empty>
            )}
          </Card>
        </>
      ) : null}
    </Page>
  );
}
