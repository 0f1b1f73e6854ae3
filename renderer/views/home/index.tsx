import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { HomeView as HomeAnswer } from '../../../main/contract/fleet.ts';
import type { StatusRow } from '../../../main/contract/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { ContainmentCard } from '../../parts/containment/containment-card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Empty, Loading, Note, Problem } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { openContainmentStore } from '../../stores/containments.ts';
import { groupReleases, useHome } from '../../stores/fleet.ts';
import type { ReleaseGroup } from '../../stores/fleet.ts';
import { useRoleNote } from '../../stores/status.ts';
import type { ViewProps } from '../index.ts';
import classes from './home.module.css';
import { NeedsYou } from './needs-you.tsx';
import { NewRolloutDialog } from './new-rollout.tsx';
import { NextDecisions } from './next-decisions.tsx';
import { PracticeTools } from './practice-tools.tsx';
import { DrillReminder } from './drill-reminder.tsx';
import { Recent } from './recent.tsx';
import { ReleaseCard } from './release-card.tsx';
import { useLaneKeys } from './use-lane-keys.ts';

const everything = {};

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function Summary({ groups, status }: { readonly groups: readonly ReleaseGroup[]; readonly status: StatusRow | null }) {
  const lanes = groups.reduce((sum, group) => sum + group.lanes.length, 0);
  const words =
    lanes === 0 ? 'Nothing is rolling' : `${counted(groups.length, 'release', 'releases')} on ${counted(lanes, 'target', 'targets')}`;
  const checkedAt = status?.lastSweepAt ?? null;
  return (
    <p className={classes.summary}>
      {words}
      {checkedAt === null ? null : (
        <>
          {' '}
          · checked <RelativeTime at={checkedAt} />
        </>
      )}
    </p>
  );
}

function Toolbar({ groups, status }: { readonly groups: readonly ReleaseGroup[]; readonly status: StatusRow | null }) {
  const [opened, setOpened] = useState(false);
  const note = useRoleNote('operator');
  return (
    <div className={classes.toolbar}>
      <Summary groups={groups} status={status} />
      <PracticeTools />
      <Button
        variant="filled"
        disabled={note !== null}
        title={note ?? undefined}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        New rollout
      </Button>
      {opened ? <NewRolloutDialog onClose={() => setOpened(false)} /> : null}
    </div>
  );
}

function NothingRolling({ practice }: { readonly practice: boolean }) {
  return (
    <Card title="Rolling now">
      <Empty title="Nothing is rolling">
        {practice ? 'Play a scenario to watch a release roll out, or turn bad and be taken back. ' : null}
        Start with New rollout: choose a version, a plan and its targets. Tidegate watches each stage and takes the release back when it
        turns bad.
      </Empty>
    </Card>
  );
}

function Bones() {
  return (
    <div role="status" aria-label="Loading the fleet">
      <Columns
        main={[190, 132, 92].map((height) => <Skeleton key={height} className={classes.bone ?? ''} height={height} />)}
        side={<Loading rows={4} />}
      />
    </div>
  );
}

/** Releases that are being taken back, on top of everything until each target is contained or accepted, and below for a little longer. */
function Containments({ settled }: { readonly settled: boolean }) {
  const { answer } = openContainmentStore.use(everything);
  return (answer ?? [])
    .filter((view) => view.settled === settled)
    .map((view) => <ContainmentCard key={`${view.applicationId}@${view.version}`} view={view} folds />);
}

function Fleet({ answer }: { readonly answer: HomeAnswer }) {
  const groups = groupReleases(answer.rolling, answer.recent);
  const lanes = groups.flatMap((group) => group.lanes);
  const shown = new Set(lanes.map((lane) => lane.id));
  useLaneKeys(lanes);
  return (
    <>
      <Toolbar groups={groups} status={answer.status} />
      <Columns
        main={
          <>
            <Containments settled={false} />
            {groups.length === 0 ? <NothingRolling practice={answer.status.practice} /> : null}
            {groups.map((group) => (
              <ReleaseCard key={group.key} group={group} />
            ))}
            <Containments settled />
          </>
        }
        side={
          <>
            <NeedsYou needs={answer.needs} lanes={lanes} />
            <NextDecisions lanes={lanes} />
            <Recent rows={answer.recent.filter((row) => !shown.has(row.id))} />
            <DrillReminder />
          </>
        }
      />
    </>
  );
}

/** One look: what needs me, what is rolling, what is next and when, what was. */
export function HomeView(_props: ViewProps) {
  const { answer, problem, stale, askAgain } = useHome();
  if (answer === null) return problem ? <Problem problem={problem} onRetry={askAgain} /> : <Bones />;
  return (
    <Page>
      {stale && problem ? <Note tone="warning">This picture could not be renewed: {problem.message}</Note> : null}
      <Fleet answer={answer} />
    </Page>
  );
}
