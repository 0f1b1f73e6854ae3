import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { planDetail } from '../../stores/plans.ts';
import { PlanEditor } from './plan-editor.tsx';

/** One plan by its file. */
export function PlanPage({ file }: { readonly file: string }) {
  const { answer, loading, problem, askAgain } = planDetail.use({ file });
  if (answer) return <PlanEditor key={answer.file} plan={answer} />;
  return (
    <Page>
      <Card title={file}>
        {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
        {loading && !problem ? <Loading rows={8} label="Loading the plan" /> : null}
      </Card>
    </Page>
  );
}
