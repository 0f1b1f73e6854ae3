import { Button } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { planList } from '../../stores/plans.ts';
import { useRoleNote } from '../../stores/status.ts';
import { NewPlanDialog } from './copy-dialog.tsx';
import { PlanTable } from './plan-table.tsx';

const everything = {};

/** The team's own plans first, then those that ship with Tidegate. */
export function PlansPage() {
  const { answer, loading, problem, askAgain } = planList.use(everything);
  const [creating, setCreating] = useState(false);
  const roleNote = useRoleNote('admin');
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
          <Card title="My plans" aside={<NewPlan roleNote={roleNote} onOpen={() => setCreating(true)} />}>
            {own.length > 0 ? (
              <PlanTable plans={own} />
            ) : (
              <Empty title="No plan of your own yet">
                A plan says in which steps a release widens and which gates may stop it. Start one from a preset; it is yours to change. A
                rollout keeps the text it started with.
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
          {creating ? <NewPlanDialog presets={presets} onClose={() => setCreating(false)} /> : null}
        </>
      ) : null}
    </Page>
  );
}

function NewPlan({ roleNote, onOpen }: { readonly roleNote: string | null; readonly onOpen: () => void }) {
  return (
    <>
      <span>in the workspace folder</span>
      <Button variant="filled" disabled={roleNote !== null} title={roleNote ?? undefined} onClick={onOpen}>
        New plan…
      </Button>
    </>
  );
}
