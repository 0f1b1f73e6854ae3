import { Modal } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import { duration } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { endingOf } from '../../parts/ending.ts';
import { Loading, Problem } from '../../parts/states.tsx';
import { useNow } from '../../stores/clock.ts';
import { timelineStore } from '../../stores/rollout.ts';
import classes from './rollout.module.css';

const ShareChart = lazy(async () => ({ default: (await import('../../charts/share-chart.tsx')).ShareChart }));

function PlanName({ detail }: { readonly detail: RolloutDetail }) {
  const [opened, setOpened] = useState(false);
  const { planName, planHash } = detail.rollout;
  return (
    <>
      <button type="button" className={classes.textButton} onClick={() => setOpened(true)}>
        {planName}
      </button>{' '}
      @ {planHash.slice(0, 7)}
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size={720}
        title={`Plan ${planName}, as this rollout started with it`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <pre className={classes.code}>{detail.planText}</pre>
      </Modal>
    </>
  );
}

function Head({ detail }: { readonly detail: RolloutDetail }) {
  const now = useNow();
  const { rollout } = detail;
  const stage = rollout.stages[rollout.stage];
  const from = rollout.startedAt ?? rollout.createdAt;
  const ending = endingOf(rollout);
  return (
    <span className={classes.headWords}>
      {ending ? (
        <>
          <strong>{ending.word}</strong>
          {stage && rollout.state !== 'completed' ? `, left at ${stage.name}` : ''} · took{' '}
        </>
      ) : stage ? (
        <>
          stage {rollout.stage + 1} of {rollout.stages.length}, <strong>{stage.name}</strong> ·{' '}
        </>
      ) : null}
      {duration((rollout.endedAt ?? now) - from)} · plan <PlanName detail={detail} />
    </span>
  );
}

/** Share over time with its events, and one verdict strip per gate under it. */
export function ShareCard({ detail }: { readonly detail: RolloutDetail }) {
  const { answer, problem, askAgain } = timelineStore.use({ rolloutId: detail.rollout.id });
  return (
    <Card title="Share and verdicts" aside={<Head detail={detail} />}>
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem ? <Loading rows={6} label="Reading the timeline" /> : null}
      {answer === null ? null : (
        <Suspense fallback={<Loading rows={6} />}>
          <ShareChart timeline={answer} rollout={detail.rollout} gates={detail.gates} />
        </Suspense>
      )}
    </Card>
  );
}
