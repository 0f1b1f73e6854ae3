import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import type { PlanDetail } from '../../../main/contract/plans.ts';
import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Empty, Loading, Note, ProblemNote } from '../../parts/states.tsx';
import { adapters as adapterList, connectionList } from '../../stores/connections.ts';
import { applicationStore } from '../../stores/fleet.ts';
import { planList } from '../../stores/plans.ts';
import type { Goal } from './editor/plan-text.tsx';
import type { ConnectionNames } from './editor/plan-names.ts';
import { Explanation } from './explanation.tsx';
import classes from './plans.module.css';
import { Problems } from './problems.tsx';
import { Sensitivity } from './sensitivity.tsx';
import { StageDrawing } from './stage-drawing.tsx';
import { isEditable } from './text.ts';
import type { Draft } from './use-draft.ts';

/** Loaded with the first plan that is opened, not with the window. */
const PlanText = lazy(async () => ({ default: (await import('./editor/plan-text.tsx')).PlanText }));

const everything = {};

function useConnectionNames(): ConnectionNames {
  const { answer } = connectionList.use(everything);
  const adapters = adapterList.use(everything).answer;
  const applications = applicationStore.use(everything).answer;
  const plans = planList.use(everything).answer;
  return useMemo(() => {
    const rows = answer ?? [];
    const named = (kind: ConnectionRow['kind']) => rows.filter((row) => row.kind === kind).map((row) => row.name);
    const keysOf = (adapter: string) => adapters?.find((one) => one.id === adapter)?.queryKeys ?? [];
    const channels = (applications ?? []).flatMap((application) => application.targets.map((target) => target.channel));
    return {
      metrics: named('metric'),
      checks: named('check'),
      notices: named('notice'),
      channels: [...new Set(channels)].toSorted(),
      plans: (plans ?? []).map((row) => row.file),
      queries: new Map(rows.filter((row) => row.kind === 'metric').map((row) => [row.name, keysOf(row.adapter)])),
    };
  }, [answer, adapters, applications, plans]);
}

interface TextViewProps {
  readonly plan: PlanDetail;
  readonly draft: Draft;
  readonly bar: ReactNode;
  readonly editable: boolean;
  /** Why the last save did not work. */
  readonly problem: CallProblem | null;
}

/** The text of a plan next to what it means. */
export function TextView({ plan, draft, bar, editable, problem }: TextViewProps) {
  const [goal, setGoal] = useState<Goal | null>(null);
  const connections = useConnectionNames();
  return (
    <Page>
      <Columns
        main={
          <Card title={isEditable(plan) ? plan.file : `${plan.file}, read only`} aside={bar}>
            <Overtaken draft={draft} />
            {problem && !draft.overtaken ? (
              <div className={classes.note}>
                <ProblemNote problem={problem} />
              </div>
            ) : null}
            <Suspense fallback={<Loading rows={12} label="Loading the editor" />}>
              <PlanText
                text={draft.text}
                problems={draft.check.problems}
                goal={goal}
                readOnly={!editable}
                connections={connections}
                onChange={draft.setText}
              />
            </Suspense>
            {editable ? <Keys /> : null}
          </Card>
        }
        side={
          <>
            <Problems draft={draft} onGo={(line, column) => setGoal({ line, column })} />
            <Meaning draft={draft} />
            <Sensitivity text={draft.check.ok ? draft.checkedText : null} />
          </>
        }
      />
    </Page>
  );
}

function Keys() {
  return (
    <p className={classes.keys}>
      <kbd>Ctrl</kbd> <kbd>Space</kbd> offers what fits <kbd>Ctrl</kbd> <kbd>S</kbd> saves <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the
      text
    </p>
  );
}

/** What the text does; while it has problems, what it did before them. */
function Meaning({ draft: { check, lastGood } }: { readonly draft: Draft }) {
  const stale = !check.ok && lastGood !== null;
  const shown = check.ok ? check : lastGood;
  const aside = stale ? <span>before the problems</span> : undefined;
  return (
    <>
      <Card title="Stages" aside={aside} className={stale ? classes.stale : undefined}>
        {shown?.outline ? <StageDrawing plan={shown.outline} /> : <Empty title="Drawn when the text has no problem" />}
      </Card>
      <Explanation lines={shown?.explanation ?? []} aside={aside} stale={stale} />
    </>
  );
}

/** Says that the file changed under the person's hands, and lets them choose. */
function Overtaken({ draft }: { readonly draft: Draft }) {
  if (!draft.overtaken) return null;
  return (
    <div className={classes.note}>
      <Note tone="warning">
        This file was saved by somebody else since you began. Its versions show what is different.
        <Group gap="xs" mt="xs">
          <Button onClick={() => draft.rebase('draft')}>Keep my text</Button>
          <Button onClick={() => draft.rebase('stored')}>Take theirs</Button>
        </Group>
      </Note>
    </div>
  );
}
