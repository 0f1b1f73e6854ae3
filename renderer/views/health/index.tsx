import { Card } from '../../parts/card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { healthOverview, useHealthFilter, useRefresh } from '../../stores/health.ts';
import { ActiveCard } from './active-card.tsx';
import { ClustersCard } from './clusters-card.tsx';
import { CompareCard } from './compare-card.tsx';
import { Filters } from './filters.tsx';
import { OverallCard } from './overall-card.tsx';
import { PanelsCard } from './panels-card.tsx';
import { RollbacksCard } from './rollbacks-card.tsx';

/** Health of everything that is out there: state, versions, comparison, metrics, errors. It only reads. */
export function HealthView() {
  const { filter } = useHealthFilter();
  const { answer, problem, loading, askAgain } = healthOverview.use(filter);
  useRefresh(askAgain);
  return (
    <Page>
      <Filters applications={answer?.applications ?? []} />
      {problem ? (
        <Card title="Overall health">
          <Problem problem={problem} onRetry={askAgain} />
        </Card>
      ) : null}
      {answer === null && loading && !problem ? (
        <Card title="Overall health">
          <Loading rows={4} label="Loading health" />
        </Card>
      ) : null}
      {answer === null || problem ? null : (
        <>
          <OverallCard overall={answer.overall} />
          <Columns main={<ActiveCard rows={answer.active} />} side={<RollbacksCard rows={answer.rollbacks} />} />
        </>
      )}
      <CompareCard />
      <PanelsCard />
      <ClustersCard />
    </Page>
  );
}
