import type { ReactNode } from 'react';
import type { PlanDetail } from '../../../main/contract/plans.ts';
import { Card } from '../../parts/card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { planVersions } from '../../stores/plans.ts';
import { navigate, useQuery } from '../../stores/router.ts';
import { Compared } from './compared.tsx';
import type { Draft } from './use-draft.ts';
import { VersionList } from './version-list.tsx';
import { pairOf } from './version-pair.ts';

interface VersionsViewProps {
  readonly plan: PlanDetail;
  readonly draft: Draft;
  readonly bar: ReactNode;
  readonly editable: boolean;
}

/** The texts a plan has had, and what is different between two of them. */
export function VersionsView({ plan, draft, bar, editable }: VersionsViewProps) {
  const { answer, loading, problem, askAgain } = planVersions.use({ file: plan.file });
  const query = useQuery();
  const versions = answer ?? [];
  const pair = pairOf(versions, { from: query.get('from'), to: query.get('to') });
  function choose(from: string, to: string): void {
    navigate(`/plans/${encodeURIComponent(plan.file)}?show=versions&from=${from}&to=${to}`);
  }
  return (
    <Page>
      <Columns
        main={
          <Card title={`${plan.file}, versions`} aside={bar}>
            {problem && answer === null ? <Problem problem={problem} onRetry={askAgain} /> : null}
            {answer === null && loading ? <Loading rows={8} label="Loading versions" /> : null}
            {answer === null ? null : <Compared file={plan.file} versions={answer} pair={pair} draft={draft} onChoose={choose} />}
          </Card>
        }
        side={
          <Card title="Versions" aside={<span>{versions.length}</span>}>
            <VersionList plan={plan} versions={versions} shown={pair} draft={draft} editable={editable} onChoose={choose} />
          </Card>
        }
      />
    </Page>
  );
}
