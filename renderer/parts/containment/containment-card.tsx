import type { ContainmentView } from '../../../main/contract/containment.ts';
import { afterColon } from '../../format.ts';
import { exposureStore } from '../../stores/containments.ts';
import { useStatus } from '../../stores/status.ts';
import { Card } from '../card.tsx';
import { Note } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import { EndpointAnswers } from './endpoint-answers.tsx';
import classes from './standing.module.css';
import { StandingList } from './standing.tsx';

/** While nothing answers: what is shown is what was last known, and what is intended was not sent. */
export function OfflineNote({ view }: { readonly view: Pick<ContainmentView, 'targets'> }) {
  const since = useStatus()?.offlineSince ?? null;
  const waits = view.targets.some((row) => row.act?.state === 'intended');
  if (since === null) return null;
  return (
    <Note tone="warning">
      No platform has answered since <RelativeTime at={since} />. This is what was last known.{' '}
      {waits ? 'What is intended was not sent; it is sent once the platform answers.' : null}
    </Note>
  );
}

/** Who still has the release on all targets together, now and at most. */
function Reach({ view }: { readonly view: ContainmentView }) {
  const { applicationId, version } = view;
  const { answer } = exposureStore.use({ applicationId, version });
  if (answer === null) return null;
  return (
    <p>
      On it now: {afterColon(answer.now.says)} Most so far: {afterColon(answer.most.says)}
    </p>
  );
}

interface ContainmentCardProps {
  readonly view: ContainmentView;
  /** Folds the targets away once each of them is settled. */
  readonly folds?: boolean;
}

/** A release that is being taken back: where it stands on each target, what is left to press, who has it, and what the health endpoints say. */
export function ContainmentCard({ view, folds = false }: ContainmentCardProps) {
  const name = `${view.applicationName} ${view.version}`;
  return (
    <Card
      title={view.settled ? `Taken back: ${name}` : `Taking back ${name}`}
      aside={
        view.decidedAt === null ? undefined : (
          <span>
            decided <RelativeTime at={view.decidedAt} />
          </span>
        )
      }
    >
      <div className={classes.lead}>
        <p role="status">
          <strong>{view.says}</strong>
        </p>
        <OfflineNote view={view} />
      </div>
      {folds && view.settled ? (
        <details className={classes.folded}>
          <summary>Target by target</summary>
          <StandingList rows={view.targets} />
        </details>
      ) : (
        <StandingList rows={view.targets} />
      )}
      <div className={classes.foot}>
        <Reach view={view} />
        <EndpointAnswers applicationId={view.applicationId} version={view.version} />
      </div>
    </Card>
  );
}
