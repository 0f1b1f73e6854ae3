import { Button, Stack } from '@mantine/core';
import { DialogFoot } from '../dialog-foot.tsx';
import type { Containment } from '../../stores/containment.ts';
import { containmentStore } from '../../stores/containments.ts';
import { closeEmergency } from '../../stores/emergency.ts';
import { OfflineNote } from '../containment/containment-card.tsx';
import { EndpointAnswers } from '../containment/endpoint-answers.tsx';
import standing from '../containment/standing.module.css';
import { StandingList } from '../containment/standing.tsx';
import { Loading, Problem } from '../states.tsx';
import classes from './emergency.module.css';

/** How far an emergency has come, target by target. Closing the dialog does not stop it; Home keeps it in sight. */
export function Result({ release }: { readonly release: Containment }) {
  const { applicationId, version } = release;
  const { answer, problem, askAgain } = containmentStore.use({ applicationId, version });
  if (answer === null)
    return problem ? <Problem problem={problem} onRetry={askAgain} /> : <Loading rows={4} label="Reading where it stands" />;
  return (
    <Stack gap="md">
      <div className={classes.lead} role="status">
        <strong>{answer.says}</strong>
      </div>
      <OfflineNote view={answer} />
      <div className={standing.boxed}>
        <StandingList rows={answer.targets} />
      </div>
      <EndpointAnswers applicationId={applicationId} version={version} />
      <DialogFoot>
        {answer.settled ? null : <span>Closing this does not stop it; Home keeps it in sight.</span>}
        <Button onClick={closeEmergency} data-autofocus>
          Close
        </Button>
      </DialogFoot>
    </Stack>
  );
}
