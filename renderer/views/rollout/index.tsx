import { useEffect, useMemo, useRef } from 'react';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import { atHead } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { ActionProgress } from '../../parts/containment/action-progress.tsx';
import { AfterContainment } from '../../parts/github-acts/after-containment.tsx';
import { endingOf } from '../../parts/ending.ts';
import { Columns, Page } from '../../parts/page.tsx';
import { Loading, Note, Problem } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { EndMark, markOf, marks, VerdictMark } from '../../parts/verdict-mark.tsx';
import { usePageMark, usePageTitle } from '../../stores/page.ts';
import { detailStore, timelineStore } from '../../stores/rollout.ts';
import { href } from '../../stores/router.ts';
import type { Shortcut } from '../../stores/shortcuts.ts';
import { useShortcuts } from '../../stores/shortcuts.ts';
import { useHold } from '../home/use-hold.ts';
import type { ViewProps } from '../index.ts';
import { AutomationCard } from './automation-card.tsx';
import { BaselinesCard } from './baselines-card.tsx';
import { ChecksCard } from './checks-card.tsx';
import { DecisionLog } from './decision-log.tsx';
import { ExposureCard } from './exposure-card.tsx';
import { GatesCard } from './gates-card.tsx';
import { IfYouRollBack } from './if-you-roll-back.tsx';
import { MatrixCard } from './matrix-card.tsx';
import classes from './rollout.module.css';
import { ShareCard } from './share-card.tsx';
import { StageCard } from './stage-card.tsx';
import { ReleaseContainment, WaysBackCard } from './ways-back-card.tsx';
import { containRollout, WhatNext } from './what-next.tsx';

function useKeys(detail: RolloutDetail): void {
  const { hold } = useHold();
  const latest = useRef({ detail, hold });
  useEffect(() => {
    latest.current = { detail, hold };
  });
  const shortcuts = useMemo<readonly Shortcut[]>(
    () => [
      {
        keys: 'h',
        label: 'Hold this rollout',
        group: 'Rollout',
        run: () => {
          const { rollout } = latest.current.detail;
          if (rollout.state === 'running') void latest.current.hold([rollout]);
        },
      },
      { keys: 'shift+r', label: 'Roll this release back', group: 'Rollout', run: () => containRollout(latest.current.detail) },
    ],
    [],
  );
  useShortcuts('rollout', shortcuts);
}

function Lanes({ detail }: { readonly detail: RolloutDetail }) {
  if (detail.lanes.length < 2) return null;
  return (
    <nav className={classes.lanes} aria-label="Targets of this release">
      {detail.lanes.map((lane) => {
        const ending = endingOf(lane);
        const mark = ending ? { sign: ending.sign, word: ending.word, color: marks[ending.tone].color } : marks[markOf(lane)];
        return (
          <a
            key={lane.id}
            className={classes.laneLink}
            href={href(`/rollouts/${encodeURIComponent(lane.id)}`)}
            aria-current={lane.id === detail.rollout.id ? 'page' : undefined}
          >
            <span style={{ color: mark.color }} aria-label={mark.word} role="img">
              {mark.sign}
            </span>
            {atHead(lane.targetName)} · {lane.platformLabel}
          </a>
        );
      })}
    </nav>
  );
}

/** The platform did not answer: what is shown of it is as old as it says. */
function PlatformNote({ detail }: { readonly detail: RolloutDetail }) {
  const { platform, rollout } = detail;
  if (platform.failingSince === null) return null;
  return (
    <Note tone="warning">
      {rollout.platformLabel} has not answered since <RelativeTime at={platform.failingSince} />
      {platform.problem === null ? '.' : `: ${platform.problem.message}`} The rollout is held until it does.
    </Note>
  );
}

/** Names the lane in the top bar, with its verdict or how it ended. */
function useHeading({ rollout }: RolloutDetail): void {
  const { state, surface, previousVersion } = rollout;
  const kind = markOf(rollout);
  const note = kind === rollout.verdict ? rollout.verdictNote : '';
  usePageTitle(`${rollout.applicationName} ${rollout.version}`, `· ${rollout.targetName} · ${rollout.platformLabel} · ${rollout.channel}`);
  usePageMark(
    useMemo(() => {
      const ending = endingOf({ state, surface, previousVersion });
      return ending ? <EndMark ending={ending} /> : <VerdictMark kind={kind} note={note} />;
    }, [state, surface, previousVersion, kind, note]),
  );
}

function Writes({ detail }: { readonly detail: RolloutDetail }) {
  if (detail.actions.length === 0) return null;
  return (
    <Card title="Writes to the platform" aside={`${detail.actions.length}`}>
      <CardRow>
        <ActionProgress rows={detail.actions.toSorted((a, b) => b.createdAt - a.createdAt)} />
      </CardRow>
    </Card>
  );
}

function MainColumn({ detail }: { readonly detail: RolloutDetail }) {
  const { rollout } = detail;
  const timeline = timelineStore.use({ rolloutId: rollout.id });
  return (
    <>
      <ReleaseContainment detail={detail} />
      <ShareCard detail={detail} />
      <ExposureCard applicationId={rollout.applicationId} version={rollout.version} />
      <GatesCard
        rolloutId={rollout.id}
        gates={detail.gates}
        baselines={detail.baselines}
        timeline={timeline.answer}
        startedAt={rollout.startedAt ?? rollout.createdAt}
      />
      <ChecksCard checks={detail.checks} planned={detail.plannedChecks} signoffs={detail.signoffs} rollout={rollout} />
      <MatrixCard rows={detail.matrix} stage={rollout.stages[Math.max(rollout.stage, 0)]?.name ?? ''} />
      <BaselinesCard rows={detail.baselines} rollout={rollout} />
      <Writes detail={detail} />
    </>
  );
}

function SideColumn({ detail }: { readonly detail: RolloutDetail }) {
  return (
    <>
      <WhatNext detail={detail} />
      <AfterContainment detail={detail} />
      <StageCard detail={detail} />
      <IfYouRollBack detail={detail} />
      <WaysBackCard detail={detail} />
      <DecisionLog decisions={detail.decisions} />
      <AutomationCard rollout={detail.rollout} />
    </>
  );
}

function Opened({ detail }: { readonly detail: RolloutDetail }) {
  useHeading(detail);
  useKeys(detail);
  return (
    <>
      <Lanes detail={detail} />
      {detail.dryRun ? (
        <Note tone="info">
          <strong>Dry run: nothing is sent.</strong> Everything is judged and recorded as if it were; users keep what they have.
        </Note>
      ) : null}
      <PlatformNote detail={detail} />
      <Columns main={<MainColumn detail={detail} />} side={<SideColumn detail={detail} />} />
    </>
  );
}

/** One release on one target: where it stands, why, what is next, and what a rollback would do. */
export function RolloutView({ params }: ViewProps) {
  const id = params['id'] ?? '';
  const { answer, problem, stale, askAgain } = detailStore.use({ rolloutId: id });
  if (answer === null) return problem ? <Problem problem={problem} onRetry={askAgain} /> : <Loading rows={8} label="Opening the rollout" />;
  return (
    <Page>
      {stale && problem ? <Note tone="warning">This page could not be renewed: {problem.message}</Note> : null}
      <Opened detail={answer} />
    </Page>
  );
}
