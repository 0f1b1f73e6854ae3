import { Checkbox, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ReissueRow } from '../../../main/contract/github-acts.ts';
import { usePress } from '../../stores/press.ts';
import { tellDone } from '../../stores/tell.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import classes from './github-acts.module.css';
import type { ReissueWish } from './wish.ts';

interface PublishDialogProps {
  readonly wish: ReissueWish;
  readonly reissue: ReissueRow;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** The one confirmation before users are offered the re-issue: at which share, and who answers for what cannot be found out. */
export function PublishDialog({ wish, reissue, onDone, onClose }: PublishDialogProps) {
  const now = reissue.publishedPercent;
  const [share, setShare] = useState<number | null>(now === null ? 20 : Math.min(100, now * 2));
  const [sure, setSure] = useState(false);
  const press = usePress('github.publishReissue');
  const fits = share !== null && Number.isInteger(share) && share >= 1 && share <= 100;
  const { badVersion, newVersion, doubts } = reissue;
  async function run(reason: string): Promise<void> {
    if (share === null) return;
    const result = await press.run({ ...wish, newVersion, percent: share, sure, reason });
    if (!result?.ok) return;
    onClose();
    onDone();
    const { made, reissue: after } = result.answer;
    tellDone(made ? `${newVersion} is offered to ${after.publishedPercent ?? share} %` : 'It was so already; nothing was sent');
  }
  return (
    <ReasonDialog
      title={`Publish ${newVersion}`}
      confirm={fits ? `Publish at ${share} %` : 'Publish'}
      suggestion={`Brings those who have ${badVersion} back to good code`}
      complete={fits && (doubts.length === 0 || sure)}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void run(reason)}
      onClose={onClose}
    >
      <Stack gap="sm">
        <ul className={classes.users} aria-label="What users will see">
          {reissue.users.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <NumberInput
          label="Share of installed apps, %"
          description={now === null ? 'Whole percents, 1 to 100' : `Offered to ${now} % now`}
          hideControls
          min={1}
          max={100}
          clampBehavior="none"
          allowDecimal={false}
          value={share ?? ''}
          onChange={(typed) => setShare(typed === '' ? null : Number(typed))}
          error={fits ? null : 'A whole number from 1 to 100'}
        />
        {doubts.length === 0 ? null : (
          <Checkbox
            checked={sure}
            onChange={(event) => setSure(event.currentTarget.checked)}
            label="I made sure of this"
            description={doubts.join(' ')}
          />
        )}
      </Stack>
    </ReasonDialog>
  );
}
