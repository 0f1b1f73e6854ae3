import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { ContainmentCard } from '../../parts/containment/containment-card.tsx';
import { WaysBack } from '../../parts/containment/ways-back.tsx';
import { containmentStore } from '../../stores/containments.ts';

interface DetailProps {
  readonly detail: RolloutDetail;
}

/** The three ways back of this release with promise and measured time, while there is anything to take back. */
export function WaysBackCard({ detail }: DetailProps) {
  const { applicationId, version, stage, state } = detail.rollout;
  if (stage < 0 || detail.dryRun || state === 'rolledBack' || state === 'cancelled') return null;
  return (
    <Card title="Ways back" aside="fastest first">
      <CardRow>
        <WaysBack applicationId={applicationId} version={version} stage={stage} />
      </CardRow>
    </Card>
  );
}

/** Where taking this release back stands, once somebody asked for it on any target. */
export function ReleaseContainment({ detail }: DetailProps) {
  const { applicationId, version } = detail.rollout;
  const { answer } = containmentStore.use({ applicationId, version });
  if (answer === null || !answer.targets.some((row) => row.act !== null)) return null;
  return <ContainmentCard view={answer} />;
}
