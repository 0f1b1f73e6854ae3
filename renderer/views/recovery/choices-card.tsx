import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RecoveryRow } from '../../../main/contract/safety.ts';
import { absolute, bytes } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { askEverythingAgain } from '../../stores/feed.ts';
import { usePress } from '../../stores/press.ts';
import { navigate } from '../../stores/router.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './recovery.module.css';

type Choice = 'goOn' | 'restore';

/** The two ways out of recovery, each with what it keeps and what it gives up. */
export function ChoicesCard({ recovery }: { readonly recovery: RecoveryRow }) {
  const [chosen, setChosen] = useState<Choice | null>(null);
  const note = useRoleNote('admin');
  const { backup } = recovery;
  return (
    <Card title="How to go on">
      <CardRow>
        <div className={classes.choice}>Restore the newest good backup</div>
        <p className={classes.sentence}>
          {backup === null
            ? 'There is no backup that passes its check.'
            : `Made ${absolute(backup.at)}, ${bytes(backup.bytes)}. Whole, but without what was recorded after it; what was saved is kept beside it.`}
        </p>
        <Button disabled={note !== null || backup === null} title={note ?? undefined} onClick={() => setChosen('restore')}>
          Restore this backup…
        </Button>
      </CardRow>
      <CardRow>
        <div className={classes.choice}>Go on with what was saved</div>
        <p className={classes.sentence}>
          Newer than any backup, with the gaps listed here. The log tells of them for good, and the damaged file stays.
        </p>
        <Button disabled={note !== null} title={note ?? undefined} onClick={() => setChosen('goOn')}>
          Go on with what was saved…
        </Button>
      </CardRow>
      {chosen === null ? null : <EndDialog choice={chosen} recovery={recovery} onClose={() => setChosen(null)} />}
    </Card>
  );
}

interface EndDialogProps {
  readonly choice: Choice;
  readonly recovery: RecoveryRow;
  readonly onClose: () => void;
}

/** Ends recovery with a reason; from then on releases are watched again. */
function EndDialog({ choice, recovery, onClose }: EndDialogProps) {
  const press = usePress('safety.endRecovery');
  async function end(reason: string): Promise<void> {
    const result = await press.run({ choice, reason });
    if (!result?.ok) return;
    askEverythingAgain();
    navigate('/');
  }
  return (
    <ReasonDialog
      title={choice === 'goOn' ? 'Go on with what was saved' : 'Restore the newest good backup'}
      confirm={choice === 'goOn' ? 'End recovery and go on' : 'End recovery and restore'}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void end(reason)}
      onClose={onClose}
    >
      <ul className={classes.list}>
        {choice === 'restore' && recovery.backup !== null ? (
          <li>
            <code className={classes.path}>{recovery.backup.file}</code> takes the place of what was saved, which is kept beside it.
          </li>
        ) : (
          <li>What was saved becomes the workspace. Backups stay, and one can still be restored later.</li>
        )}
        <li>Every platform is read again before anything is done there.</li>
        <li>From then on releases are watched, and plans go on or take releases back by themselves.</li>
      </ul>
    </ReasonDialog>
  );
}
