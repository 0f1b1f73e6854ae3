import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import { ReissueCard } from './reissue-card.tsx';
import { RevertCard } from './revert-card.tsx';

const takenBack: readonly RolloutDetail['rollout']['state'][] = ['rollingBack', 'rolledBack'];

/** What is left to do on GitHub once a release is being taken back; nothing before. */
export function AfterContainment({ detail }: { readonly detail: RolloutDetail }) {
  const { rollout, lanes } = detail;
  const { applicationId, version } = rollout;
  const desktop = rollout.surface === 'desktop' && takenBack.includes(rollout.state);
  if (![rollout, ...lanes].some((lane) => takenBack.includes(lane.state))) return null;
  return (
    <>
      {desktop ? <ReissueCard wish={{ applicationId, version, targetId: rollout.targetId }} /> : null}
      <RevertCard applicationId={applicationId} version={version} />
    </>
  );
}
