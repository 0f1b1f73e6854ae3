import { Button, Stack } from '@mantine/core';
import { DialogFoot } from '../dialog-foot.tsx';
import type { ActionRow } from '../../../main/contract/shapes.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import { duration } from '../../format.ts';
import { useActionProgress } from '../../stores/actions.ts';
import { useNow } from '../../stores/clock.ts';
import { closeContainment, type Containment } from '../../stores/containment.ts';
import { containmentStore } from '../../stores/containments.ts';
import { ActionProgress } from './action-progress.tsx';
import classes from './containment.module.css';
import standing from './standing.module.css';
import { StandingList } from './standing.tsx';

/** One sentence over all targets. Exported for tests. */
export function outcomeInWords(rows: readonly ActionRow[], now: number): string {
  const start = Math.min(...rows.map((row) => row.createdAt));
  const confirmed = rows.filter((row) => row.state === 'confirmed').length;
  const failed = rows.filter((row) => row.state === 'failed').length;
  if (rows.length === 0) return 'Nothing had to be sent.';
  if (confirmed === rows.length) {
    const end = Math.max(...rows.map((row) => row.finishedAt ?? now));
    return `Contained in ${duration(end - start)}: every target read back.`;
  }
  const running = rows.length - confirmed - failed;
  if (running > 0) return `${confirmed} of ${rows.length} confirmed, ${duration(now - start)} so far.`;
  return `${confirmed} of ${rows.length} confirmed, ${failed} failed and ${failed === 1 ? 'needs' : 'need'} you.`;
}

interface ProgressProps {
  readonly answer: AnswerOf<'rollouts.rollback'>;
  readonly release: Pick<Containment, 'applicationId' | 'version'>;
}

/** What the press has set off, target by target, and what is left to press. Closing the dialog does not stop it. */
export function Progress({ answer, release }: ProgressProps) {
  const rows = useActionProgress(answer.decisionId, answer.actions);
  const now = useNow();
  const { applicationId, version } = release;
  const where = containmentStore.use({ applicationId, version }).answer;
  // What is left to press on the targets that need a person.
  const left = (where?.targets ?? []).filter((row) => row.standing === 'failed' || row.standing === 'unknown');
  const settled = rows.every((row) => row.state === 'confirmed' || row.state === 'failed');
  return (
    <Stack gap="md">
      <p className={classes.lead} role="status">
        <strong>{outcomeInWords(rows, now)}</strong>
      </p>
      <ActionProgress rows={rows} withRetry={left.length === 0} />
      {left.length === 0 ? null : (
        <div className={standing.boxed}>
          <StandingList rows={left} />
        </div>
      )}
      <DialogFoot>
        {settled ? null : <span>Closing this does not stop it.</span>}
        <Button onClick={closeContainment} data-autofocus>
          Close
        </Button>
      </DialogFoot>
    </Stack>
  );
}
